"""Our mail talks to a real server: what the outbox sends by SMTP is read by IMAP, byte by byte."""

from __future__ import annotations

from email.message import EmailMessage

import pytest
from imap_tools import AND, MailBoxUnencrypted

from tests.mailserver import HOST
from tickets.actions.reply import reply_to_ticket
from tickets.actions.send_outbox import send_due_mails
from tickets.models import OutboxMail
from tickets.undoing import UNDO

pytestmark = pytest.mark.process


@pytest.fixture(autouse=True)
def _emptied(mail_server):
    yield
    mail_server.empty("nadia@client.example.org", "chef@client.example.org", "support@example.org")


def test_what_the_outbox_sends_arrives_and_can_be_answered(mail_server, cast, open_ticket, at):
    ticket = open_ticket(title="Téléphone muet — étage 2")
    reply_to_ticket(ticket=ticket, body="Nous arrivons à 15 h, 20 € de moins.", by=cast.technician, at=at)
    sent = send_due_mails(at + UNDO, limit=10)

    told = OutboxMail.objects.filter(to="nadia@client.example.org").count()
    arrived = mail_server.inbox("nadia@client.example.org")
    assert len(arrived) == told > 0
    assert sent >= told
    reply = arrived[-1]
    assert reply["Subject"] == f"[#{ticket.number}] Téléphone muet — étage 2"
    assert "20 € de moins" in reply.get_body(("plain",)).get_content()
    assert reply["Message-ID"].startswith("<")
    assert reply["References"]
    assert not OutboxMail.objects.exclude(last_error="").exists()


def test_a_mail_reaches_who_gets_a_copy_and_nobody_else(mail_server, cast, open_ticket, at):
    ticket = open_ticket()
    ticket.copies.create(email="chef@client.example.org")
    reply_to_ticket(ticket=ticket, body="Bonjour", by=cast.technician, at=at)
    send_due_mails(at + UNDO, limit=10)
    assert len(mail_server.inbox("chef@client.example.org")) == 1
    assert mail_server.inbox("support@example.org") == []


def test_the_server_goes_by_the_envelope_and_keeps_every_byte(mail_server):
    head = b'To: "Prado, support" <other@example.org>\r\nSubject: \xe9t\xe9\r\n\r\n'
    raw = head + bytes(range(128, 256)) + b"\r\n"
    mail_server.send(raw, by="nadia@client.example.org", to="support@example.org")
    assert mail_server.raw_inbox("support@example.org") == [raw]
    assert mail_server.inbox("other@example.org") == []


def test_a_mailbox_is_read_with_imap_tools_as_the_product_reads_it(mail_server):
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "nadia@client.example.org", "support@example.org", "Écran noir"
    mail.set_content("Plus rien ne s’affiche.")
    mail_server.send(mail, by="nadia@client.example.org", to="support@example.org")
    with MailBoxUnencrypted(HOST, mail_server.imap_port).login("support@example.org", mail_server.password) as mailbox:
        (read,) = mailbox.fetch(AND(seen=False), mark_seen=False)
        assert (read.subject, read.text.strip()) == ("Écran noir", "Plus rien ne s’affiche.")
        mailbox.flag(read.uid, r"\Seen", True)
        assert list(mailbox.fetch(AND(seen=False))) == []


def test_a_wrong_password_is_refused(mail_server):
    with pytest.raises(Exception, match="AUTHENTICATIONFAILED"):
        MailBoxUnencrypted(HOST, mail_server.imap_port).login("support@example.org", "wrong")
