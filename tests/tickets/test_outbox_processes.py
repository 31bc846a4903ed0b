"""Outbox, with real processes and a real server: killed after each step, nothing is lost, and nothing is said twice."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.mailserver import MailServer
from tests.processes import gate, kill, start, wait_for_the_gone
from tests.tickets.test_gather_held import MORNING, NIGHT
from tickets.actions.assign import assign_ticket
from tickets.actions.gather_held import gather_held
from tickets.actions.reply import receive_reply
from tickets.actions.send_outbox import send_due_mails
from tickets.choices import MailKind, Source
from tickets.models import OutboxMail, User

pytestmark = [pytest.mark.process, pytest.mark.django_db(transaction=True)]

TABLE = "tickets_outboxmail"
SECOND = dt.timedelta(seconds=1)


@pytest.fixture
def overnight(cast, open_ticket, mail_server: MailServer) -> str:
    """Two mails that wait for the morning; returns whose they are."""
    ticket = open_ticket()
    assign_ticket(ticket=ticket, technician=cast.technician, by=cast.operator, at=ticket.opened_at)
    OutboxMail.objects.all().delete()
    mail_server.empty(cast.technician.email)
    said = {"contact": cast.contact, "source": Source.EMAIL, "by": User.objects.automation(), "at": NIGHT}
    for text in ("Premier", "Deuxième"):
        receive_reply(ticket=ticket, body=text, **said)
    return cast.technician.email


def send() -> None:
    send_due_mails(MORNING, limit=10)


def told(server: MailServer, address: str) -> list[str]:
    """The Message-IDs that arrived."""
    return [str(mail["Message-ID"]) for mail in server.inbox(address)]


@pytest.mark.parametrize("step", ["INSERT", "UPDATE"])
@pytest.mark.parametrize("at_commit", [False, True])
def test_killed_while_the_night_is_gathered_it_is_gathered_once(overnight, mail_server, step, at_commit):
    with gate(step, TABLE, at_commit=at_commit) as closed:
        sending = start(send)
        closed.wait_for(1)
        kill(sending)
    wait_for_the_gone()
    # All or nothing: a commit that had begun is carried through without its sender.
    assert set(OutboxMail.objects.values_list("is_held", "sent_at")) == {(not at_commit, None)}
    send()
    digest = OutboxMail.objects.get(kind=MailKind.DIGEST)
    assert told(mail_server, overnight) == [digest.identifier]
    assert not OutboxMail.objects.filter(sent_at=None).exists()


def test_killed_after_the_server_took_it_the_same_mail_comes_again_and_no_other(overnight, mail_server):
    gather_held(MORNING)
    with gate("UPDATE", TABLE) as closed:
        sending = start(send)
        closed.wait_for(1)
        kill(sending)
    wait_for_the_gone()
    assert not OutboxMail.objects.exclude(sent_at=None).exists()
    send()
    arrived = told(mail_server, overnight)
    assert (len(arrived), len(set(arrived))) == (2, 1)
    assert not OutboxMail.objects.filter(sent_at=None).exists()
    assert send_due_mails(MORNING + SECOND, limit=10) == 0
