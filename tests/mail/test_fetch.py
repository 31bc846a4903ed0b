"""Mailboxes read from a real IMAP server."""

from __future__ import annotations

import pytest
from imap_tools import MailBoxUnencrypted

from mail import tasks
from mail.actions.fetch import fetch_mails
from mail.actions.handle import handle_waiting_mails
from mail.choices import Outcome, Purpose, Security
from mail.models import InboundMail, Mailbox
from tests.mail.letters import mail
from tests.mailserver import HOST, MailServer
from tickets.models import Queue, Ticket

pytestmark = pytest.mark.process
SUPPORT, ESCALATIONS = "support@example.org", "escalade@example.org"


@pytest.fixture
def mailbox(mail_server: MailServer, cast, monkeypatch):
    """`mailbox(address, ...)`: a mailbox of ours on the server, empty."""
    monkeypatch.setenv("IMAP_PASSWORD", mail_server.password)
    made: list[str] = []

    def opened(address: str = SUPPORT, **fields: object) -> Mailbox:
        made.append(address)
        given = {
            "host": HOST,
            "port": mail_server.imap_port,
            "security": Security.NONE,
            "username": address,
            "secret_name": "IMAP_PASSWORD",
            "queue": Queue.objects.first(),
            **fields,
        }
        return Mailbox.objects.create(address=address, **given)

    yield opened
    mail_server.empty(*made)


@pytest.fixture
def send(mail_server: MailServer):
    def sent(to: str = SUPPORT, **fields: str) -> None:
        mail_server.send(mail(**fields), by="nadia@client.example.org", to=to)

    return sent


def unread(mail_server: MailServer, address: str = SUPPORT) -> int:
    with MailBoxUnencrypted(HOST, mail_server.imap_port).login(address, mail_server.password) as box:
        return len(box.uids("UNSEEN"))


def test_new_mails_are_stored_then_marked_and_handled_once(mailbox, send, mail_server, cast, at):
    read = mailbox(queue=Queue.objects.last())
    send(subject="Un")
    send(subject="Deux")
    assert fetch_mails(mailbox=read, at=at) == 2
    assert unread(mail_server) == 0
    assert fetch_mails(mailbox=Mailbox.objects.get(), at=at) == 0
    assert handle_waiting_mails(at, 10) == 2
    assert handle_waiting_mails(at, 10) == 0
    assert {ticket.queue for ticket in Ticket.objects.all()} == {Queue.objects.last()}


def test_what_a_colleague_has_read_meanwhile_is_fetched_all_the_same(mailbox, send, mail_server, at):
    read = mailbox()
    send()
    fetch_mails(mailbox=read, at=at)
    send(subject="Deux")
    with MailBoxUnencrypted(HOST, mail_server.imap_port).login(SUPPORT, mail_server.password) as box:
        box.flag(box.uids("ALL"), r"\Seen", True)
    assert fetch_mails(mailbox=Mailbox.objects.get(), at=at) == 1
    assert InboundMail.objects.count() == 2


def test_what_was_fetched_and_not_marked_is_known_again(mailbox, send, mail_server, at):
    read = mailbox()
    send()
    fetch_mails(mailbox=read, at=at)
    with MailBoxUnencrypted(HOST, mail_server.imap_port).login(SUPPORT, mail_server.password) as box:
        box.flag(box.uids("ALL"), r"\Seen", False)
    Mailbox.objects.update(uid_validity=None, last_uid=0)
    fetch_mails(mailbox=Mailbox.objects.get(), at=at)
    assert InboundMail.objects.count() == 1


def test_what_goes_wrong_is_kept_with_the_mailbox_and_forgotten_when_it_goes_well(mailbox, at, monkeypatch):
    read = mailbox()
    monkeypatch.delenv("IMAP_PASSWORD")
    assert fetch_mails(mailbox=read, at=at) == 0
    assert Mailbox.objects.get().last_error == "There is no password: IMAP_PASSWORD is not set."
    monkeypatch.setenv("IMAP_PASSWORD", "faux")
    fetch_mails(mailbox=read, at=at)
    assert "AUTHENTICATIONFAILED" in Mailbox.objects.get().last_error


def test_a_mailbox_that_fails_stops_no_other(mailbox, send, cast, mail_server):
    failing = mailbox("aucun@example.org", port=1)
    escalations = mailbox(ESCALATIONS, purpose=Purpose.ESCALATION)
    send(to=ESCALATIONS)
    for each in (failing, escalations):
        tasks.poll_mailbox(each.pk)
    stored = InboundMail.objects.get()
    assert (stored.purpose, stored.outcome) == (Purpose.ESCALATION, Outcome.OPENED)
    assert Mailbox.objects.get(address="aucun@example.org").last_error


def test_what_somebody_else_has_marked_as_deleted_stays_on_the_server(mailbox, send, mail_server, at):
    read = mailbox()
    send()
    send(subject="Deux")
    with MailBoxUnencrypted(HOST, mail_server.imap_port).login(SUPPORT, mail_server.password) as box:
        box.client.uid("STORE", box.uids("ALL")[0], "+FLAGS", r"(\Deleted)")
    fetch_mails(mailbox=read, at=at)
    assert len(mail_server.inbox(SUPPORT)) == 2


def test_a_mailbox_that_is_switched_off_is_not_read(mailbox, send):
    off = mailbox(is_active=False)
    send()
    tasks.poll_mailbox(off.pk)
    assert not InboundMail.objects.exists()
