"""Outbox: written with the change, sent once, tried again, never lost."""

from __future__ import annotations

import datetime as dt
import smtplib
from itertools import pairwise
from threading import Barrier, Thread

import pytest
from django.core import mail as sent
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.backends.locmem import EmailBackend as Memory
from django.db import connection, transaction

from tickets.actions.cancel import cancel_ticket
from tickets.actions.post import Recipient, post
from tickets.actions.reply import reply_to_ticket
from tickets.actions.send_outbox import LONGEST_WAIT, MOST_ATTEMPTS, send_due_mails, wait_after
from tickets.choices import MailKind
from tickets.mime import message_of
from tickets.models import OutboxMail
from tickets.tasks import send_outbox

MINUTE = dt.timedelta(minutes=1)


class OutOfOrder(BaseEmailBackend):
    """A server that nobody reaches."""

    def send_messages(self, email_messages):
        raise ConnectionRefusedError("nobody there")


class Killed(Memory):
    """A server that takes the mail; then the sender is killed before it can write that down."""

    def send_messages(self, messages):
        super().send_messages(messages)
        raise KeyboardInterrupt


class Picky(Memory):
    """A server that refuses one address."""

    def send_messages(self, messages):
        if any("refused@example.org" in message.to for message in messages):
            raise smtplib.SMTPRecipientsRefused({"refused@example.org": (550, b"no such user")})
        return super().send_messages(messages)


@pytest.fixture
def ticket(open_ticket):
    made = open_ticket()
    OutboxMail.objects.all().delete()
    return made


@pytest.fixture
def write(ticket, at):
    def written(key: str = "assigned:1", to: str = "technician@example.org", **given) -> OutboxMail:
        by = given.pop("by", "Opératrice")
        post(key, MailKind.ASSIGNED, **{"to": Recipient(to), "words": {"by": by}, "ticket": ticket, "at": at, **given})
        return OutboxMail.objects.get(key=key)

    return written


def backend(settings, cls: type) -> None:
    settings.EMAIL_BACKEND = f"{__name__}.{cls.__name__}"


def test_a_mail_is_sent_once_and_says_when(write, at):
    write()
    assert [send_due_mails(at, limit=10), send_due_mails(at, limit=10)] == [1, 0]
    mail = OutboxMail.objects.get()
    assert (mail.sent_at, mail.attempts, len(sent.outbox)) == (at, 1, 1)


def test_the_same_thing_is_never_said_twice(write):
    write()
    write(to="somebody@example.org")
    assert OutboxMail.objects.get().to == "technician@example.org"


def test_a_mail_that_must_not_wake_anybody_waits_for_its_hour(write, at):
    write(not_before=at + MINUTE)
    assert [send_due_mails(at, limit=10), send_due_mails(at + MINUTE, limit=10)] == [0, 1]


def test_a_round_sends_so_many_the_longest_due_first(write, at):
    for number in range(3):
        write(f"assigned:{number}", at=at - number * MINUTE)
    assert send_due_mails(at, limit=2) == 2
    assert OutboxMail.objects.get(sent_at=None).key == "assigned:0"


def test_an_action_that_is_undone_says_nothing(cast, ticket, at):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        reply_to_ticket(ticket=ticket, body="On regarde.", by=cast.technician, at=at)
        raise ZeroDivisionError
    assert not OutboxMail.objects.exists()


def test_what_a_person_wrote_does_not_call_itself_automatic(cast, ticket, write, at):
    reply_to_ticket(ticket=ticket, body="On regarde.", by=cast.technician, at=at)
    assert "Auto-Submitted" not in message_of(OutboxMail.objects.get()).extra_headers
    assert message_of(write()).extra_headers["Auto-Submitted"] == "auto-generated"


def test_sent_again_after_a_crash_it_has_the_same_identity(write):
    mail = write()
    first, again = message_of(mail), message_of(OutboxMail.objects.get())
    assert first.message()["Message-ID"] == again.message()["Message-ID"]
    assert first.message()["Message-ID"] != message_of(write("assigned:2")).message()["Message-ID"]


def test_the_mails_of_a_ticket_are_one_thread(write):
    first, second = (message_of(write(f"assigned:{n}")).extra_headers["References"] for n in (1, 2))
    assert first == second


def test_what_is_put_in_is_no_forged_header(ticket, write, at):
    ticket.title = "Objet\nBcc: all@example.org"
    write()
    assert send_due_mails(at, limit=10) == 1
    assert sent.outbox[0].recipients() == ["technician@example.org"]


# Failures -----------------------------------------------------------------------------------------
def test_a_mail_that_fails_is_tried_again_later_and_later(write, at, settings):
    backend(settings, OutOfOrder)
    write()
    instants = []
    for _ in range(4):
        mail = OutboxMail.objects.get()
        instants.append(mail.next_attempt_at)
        assert send_due_mails(mail.next_attempt_at, limit=10) == 0
    waits = [(later - sooner) / MINUTE for sooner, later in pairwise(instants)]
    assert all(least <= wait <= 1.2 * least for least, wait in zip((1, 2, 4), waits, strict=True))
    assert "nobody there" in OutboxMail.objects.get().last_error


def test_before_its_next_attempt_it_is_left_alone(write, at, settings):
    backend(settings, OutOfOrder)
    write()
    for _ in range(3):
        send_due_mails(at, limit=10)
    assert OutboxMail.objects.get().attempts == 1


def test_a_server_that_is_back_sends_what_waited(write, at, settings):
    write()
    working = settings.EMAIL_BACKEND
    backend(settings, OutOfOrder)
    send_due_mails(at, limit=10)
    settings.EMAIL_BACKEND = working
    assert send_due_mails(at + 2 * MINUTE, limit=10) == 1
    mail = OutboxMail.objects.get()
    assert (mail.sent_at, mail.attempts, mail.last_error) == (at + 2 * MINUTE, 2, "")


def test_a_server_that_is_out_is_asked_once_a_round(write, at, settings):
    backend(settings, OutOfOrder)
    for number in range(3):
        write(f"assigned:{number}")
    send_due_mails(at, limit=10)
    assert OutboxMail.objects.filter(attempts=0).count() == 2


def test_an_address_that_is_refused_does_not_hold_up_the_others(write, at, settings):
    backend(settings, Picky)
    write("assigned:1", to="refused@example.org")
    write("assigned:2")
    assert send_due_mails(at, limit=10) == 1
    assert [message.to for message in sent.outbox] == [["technician@example.org"]]


def test_after_about_five_days_it_is_given_up(write, at, settings):
    backend(settings, OutOfOrder)
    mail = write()
    while mail.given_up_at is None:
        send_due_mails(mail.next_attempt_at, limit=10)
        mail.refresh_from_db()
    assert (mail.attempts, mail.sent_at) == (MOST_ATTEMPTS, None)
    assert dt.timedelta(days=4) < mail.given_up_at - at < dt.timedelta(days=6)
    assert wait_after(MOST_ATTEMPTS, "") >= LONGEST_WAIT


def test_what_failed_together_is_not_tried_again_together():
    waits = {wait_after(3, f"assigned:{number}") for number in range(20)}
    assert len(waits) > 15
    assert wait_after(3, "assigned:1") == wait_after(3, "assigned:1")


def test_killed_between_server_and_database_it_goes_out_again_and_is_known_as_the_same(write, at, settings):
    working = settings.EMAIL_BACKEND
    backend(settings, Killed)
    write()
    with pytest.raises(KeyboardInterrupt):
        send_due_mails(at, limit=10)
    settings.EMAIL_BACKEND = working
    assert send_due_mails(at, limit=10) == 1
    assert len({message.message()["Message-ID"] for message in sent.outbox}) == 1


# Several senders ----------------------------------------------------------------------------------
@pytest.mark.process
@pytest.mark.django_db(transaction=True)
def test_two_senders_at_once_send_each_mail_once(write, at):
    keys = [f"assigned:{number}" for number in range(40)]
    for key in keys:
        write(key, by=key)
    together, counts = Barrier(2), []

    def send() -> None:
        together.wait()
        counts.append(send_due_mails(at, limit=100))
        connection.close()

    senders = [Thread(target=send) for _ in range(2)]
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join()
    assert sum(counts) == len(keys)
    assert sorted(message.body.split()[0] for message in sent.outbox) == sorted(keys)


@pytest.mark.process
@pytest.mark.django_db(transaction=True)
def test_a_mail_in_another_senders_hands_is_passed_over(write, at):
    write("assigned:1", at=at - MINUTE)
    write("assigned:2")
    found: list[int] = []

    def send() -> None:
        found.append(send_due_mails(at, limit=10))
        connection.close()

    with transaction.atomic():
        OutboxMail.objects.select_for_update().get(key="assigned:1")
        other = Thread(target=send)
        other.start()
        other.join()
    assert found == [1]
    assert list(OutboxMail.objects.filter(sent_at=None).values_list("key", flat=True)) == ["assigned:1"]


def test_celery_sends_what_is_due_now(write):
    write()
    send_outbox()
    assert len(sent.outbox) == 1


def test_a_cancellation_is_told_to_nobody(cast, ticket, at):
    cancel_ticket(ticket=ticket, reason="Doublon", by=cast.operator, at=at)
    assert not OutboxMail.objects.exists()
