"""Nothing at night: what can wait for the opening leaves then, in one mail an address."""

from __future__ import annotations

import datetime as dt
from threading import Barrier, Thread
from zoneinfo import ZoneInfo

import pytest
from django.core import mail as sent
from django.db import connection

from sla.models import Calendar, Policy
from sla.seeds import STANDARD
from tickets.actions import gather_held as gathering
from tickets.actions.assign import assign_ticket
from tickets.actions.gather_held import gather_held
from tickets.actions.post import post_all
from tickets.actions.reply import receive_reply, reply_to_ticket
from tickets.actions.send_outbox import send_due_mails
from tickets.choices import MailKind, Source
from tickets.models import Clock, Notice, OutboxMail, User

PARIS = ZoneInfo("Europe/Paris")
NIGHT = dt.datetime(2026, 10, 12, 22, 0, tzinfo=PARIS)
MORNING = dt.datetime(2026, 10, 13, 9, 0, tzinfo=PARIS)


@pytest.fixture
def ticket(cast, open_ticket):
    made = open_ticket()
    assign_ticket(ticket=made, technician=cast.technician, by=cast.operator, at=made.opened_at)
    OutboxMail.objects.all().delete()
    return made


@pytest.fixture
def write(cast, ticket):
    """`write(text)`: the client writes at night."""

    def written(text="Toujours en panne", at=NIGHT):
        said = {"contact": cast.contact, "source": Source.EMAIL, "by": User.objects.automation(), "at": at}
        return receive_reply(ticket=ticket, body=text, **said)

    return written


def round_the_clock() -> Calendar:
    return next(each for each in Calendar.objects.all() if each.service_hours().is_open(NIGHT))


def test_at_night_nobody_is_woken_and_the_notice_stands_there_at_once(cast, write):
    write()
    assert OutboxMail.objects.get().next_attempt_at == MORNING
    assert [send_due_mails(NIGHT, limit=10), send_due_mails(MORNING, limit=10)] == [0, 1]
    assert Notice.objects.filter(user=cast.technician, at=NIGHT).exists()


def test_by_day_it_leaves_at_once(write, at):
    write(at=at)
    assert send_due_mails(at, limit=10) == 1


def test_a_client_is_answered_at_night(cast, ticket):
    reply_to_ticket(ticket=ticket, body="On arrive.", by=cast.technician, at=NIGHT)
    mail = OutboxMail.objects.get(kind=MailKind.REPLY)
    assert (mail.is_held, mail.next_attempt_at < NIGHT + dt.timedelta(minutes=1)) == (False, True)


def test_a_policy_round_the_clock_wakes_at_once(write):
    Policy.objects.filter(name=STANDARD).update(calendar=round_the_clock())
    write()
    assert send_due_mails(NIGHT, limit=10) == 1


def test_a_promise_that_runs_round_the_clock_wakes_at_once(ticket, write):
    Clock.objects.filter(ticket=ticket, metric="resolution").update(calendar=round_the_clock())
    write()
    assert send_due_mails(NIGHT, limit=10) == 1


def test_what_waited_for_one_address_leaves_in_one_mail(ticket, write):
    for text in ("Premier", "Deuxième", "Troisième"):
        write(text)
    assert send_due_mails(MORNING, limit=10) == 1
    assert len(sent.outbox) == 1
    for text in ("Premier", "Deuxième", "Troisième", f"/tickets/{ticket.number}/"):
        assert text in sent.outbox[0].body
    digest = OutboxMail.objects.get(kind=MailKind.DIGEST)
    gathered = OutboxMail.objects.exclude(pk=digest.pk)
    assert {(mail.sent_at, mail.sent_in) for mail in gathered} == {(MORNING, digest)}
    assert send_due_mails(MORNING, limit=10) == 0


def test_what_waited_alone_leaves_as_itself(write):
    write("Seul")
    send_due_mails(MORNING, limit=10)
    assert not OutboxMail.objects.filter(kind=MailKind.DIGEST).exists()
    assert sent.outbox[0].body.startswith("Seul")


def test_each_address_has_a_digest_of_its_own(cast, open_ticket, write):
    write("Un")
    write("Deux")
    for title in ("Scanner", "Fax"):
        other = open_ticket(title=title, at=NIGHT)
        assign_ticket(ticket=other, technician=cast.technician, by=cast.operator, at=NIGHT)
    OutboxMail.objects.filter(kind=MailKind.ASSIGNED, ticket__title__in=("Scanner", "Fax")).update(to="b@example.org")
    send_due_mails(MORNING, limit=10)
    assert {message.to[0] for message in sent.outbox} == {cast.technician.email, "b@example.org"}


def test_a_digest_that_fails_is_tried_again_whole(write, settings):
    working = settings.EMAIL_BACKEND
    for text in ("Un", "Deux"):
        write(text)
    settings.EMAIL_BACKEND = "tests.tickets.test_outbox.OutOfOrder"
    assert send_due_mails(MORNING, limit=10) == 0
    assert not OutboxMail.objects.exclude(sent_at=None).exists()
    settings.EMAIL_BACKEND = working
    assert send_due_mails(MORNING + dt.timedelta(minutes=2), limit=10) == 1
    assert not OutboxMail.objects.filter(sent_at=None).exists()


def test_killed_before_the_server_answered_is_written_down_it_is_known_as_the_same(write, settings):
    working = settings.EMAIL_BACKEND
    for text in ("Un", "Deux"):
        write(text)
    settings.EMAIL_BACKEND = "tests.tickets.test_outbox.Killed"
    with pytest.raises(KeyboardInterrupt):
        send_due_mails(MORNING, limit=10)
    assert not OutboxMail.objects.exclude(sent_at=None).exists()
    settings.EMAIL_BACKEND = working
    assert send_due_mails(MORNING, limit=10) == 1
    assert len({message.message()["Message-ID"] for message in sent.outbox}) == 1


def test_killed_while_it_gathers_everything_is_held_as_before(write, monkeypatch):
    for text in ("Un", "Deux"):
        write(text)

    def killed(mails):
        post_all(mails)
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(gathering, "post_all", killed)
        with pytest.raises(KeyboardInterrupt):
            gather_held(MORNING)
    assert set(OutboxMail.objects.values_list("is_held", "sent_in")) == {(True, None)}
    assert send_due_mails(MORNING, limit=10) == 1


@pytest.mark.process
@pytest.mark.django_db(transaction=True)
def test_two_senders_in_the_morning_send_one_digest(write):
    for text in ("Un", "Deux", "Trois"):
        write(text)
    together, counts = Barrier(2), []

    def send() -> None:
        together.wait()
        counts.append(send_due_mails(MORNING, limit=10))
        connection.close()

    senders = [Thread(target=send) for _ in range(2)]
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join()
    assert (sum(counts), len(sent.outbox)) == (1, 1)
