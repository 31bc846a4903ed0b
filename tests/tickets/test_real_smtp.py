"""Mail out by a real SMTP server in a thread, and by the server process that the demo has."""

from __future__ import annotations

from collections.abc import Iterator
from email import message_from_bytes, policy
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from django.core.files.uploadedfile import SimpleUploadedFile

from runner.ports import free_port
from tests.mailserver import HOST, MailServer
from tickets.actions.reply import reply_to_ticket
from tickets.actions.send_outbox import send_due_mails
from tickets.identifiers import number_of
from tickets.models import CarbonCopy, OutboxMail
from tickets.undoing import UNDO

pytestmark = pytest.mark.process

KNOWN, UNKNOWN = "nadia@client.example.org", "parti@client.example.org"


class Picky:
    """Knows some addresses; `now_and_then` are told to come back."""

    def __init__(self) -> None:
        self.refusals: dict[str, str] = {UNKNOWN: "550 5.1.1 no such user"}
        self.taken: list[tuple[list[str], bytes]] = []

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        if address in self.refusals:
            return self.refusals[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        self.taken.append((envelope.rcpt_tos, envelope.content))
        return "250 OK"


@pytest.fixture
def picky(settings) -> Iterator[Picky]:
    handler = Picky()
    controller = Controller(handler, hostname=HOST, port=free_port())
    controller.start()
    settings.EMAIL_BACKEND = "helpdesk.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = HOST, controller.port
    yield handler
    controller.stop()


@pytest.fixture
def answer(cast, open_ticket, at):
    """The mail of a reply to the client, with a copy to somebody who has left."""
    ticket = open_ticket()
    CarbonCopy.objects.create(ticket=ticket, email=UNKNOWN)
    OutboxMail.objects.all().delete()
    files = [SimpleUploadedFile("été.txt", "Été".encode(), "text/plain")]
    reply_to_ticket(ticket=ticket, body="On **regarde**.", attachments=files, by=cast.technician, at=at)
    return OutboxMail.objects.get()


def test_who_is_refused_is_given_up_and_who_has_it_does_not_get_it_again(picky, answer, at):
    assert send_due_mails(at + UNDO, limit=10) == 0
    answer.refresh_from_db()
    assert [whom for whom, _raw in picky.taken] == [[KNOWN]]
    assert (answer.to, answer.cc, answer.given_up_at) == (UNKNOWN, [], at + UNDO)
    assert answer.last_error == "550 5.1.1 no such user"


def test_who_is_told_to_come_back_alone_is_tried_again(picky, answer, at):
    picky.refusals[UNKNOWN] = "451 4.7.1 come back later"
    send_due_mails(at + UNDO, limit=10)
    answer.refresh_from_db()
    assert (answer.to, answer.given_up_at) == (UNKNOWN, None)
    picky.refusals.clear()
    assert send_due_mails(answer.next_attempt_at, limit=10) == 1
    assert [whom for whom, _raw in picky.taken] == [[KNOWN], [UNKNOWN]]
    names = {message_from_bytes(raw)["Message-ID"] for _whom, raw in picky.taken}
    assert names == {answer.identifier}


def test_what_leaves_is_read_whole_on_the_other_side(mail_server: MailServer, answer, at):
    assert send_due_mails(at + UNDO, limit=10) == 1
    mail = mail_server.inbox(KNOWN)[-1]
    assert mail["Message-ID"] == answer.identifier
    assert number_of(mail["References"]) == answer.ticket_id
    text, html = (mail.get_body([kind]).get_content() for kind in ("plain", "html"))
    assert text.startswith("On **regarde**.")
    assert "<strong>regarde</strong>" in html
    assert [(part.get_filename(), part.get_content()) for part in mail.iter_attachments()] == [("été.txt", "Été")]


def test_a_thousand_words_with_accents_keep_them(picky, cast, open_ticket, at):
    ticket = open_ticket(title="Téléphone à l’étage : « coupé »")
    OutboxMail.objects.all().delete()
    reply_to_ticket(ticket=ticket, body="Été, œuvre, naïf. " * 300, by=cast.technician, at=at)
    assert send_due_mails(at + UNDO, limit=10) == 1
    mail = message_from_bytes(picky.taken[0][1], policy=policy.default)
    assert mail["Subject"].strip() == f"[#{ticket.number}] Téléphone à l’étage : « coupé »"
    assert "Été, œuvre, naïf. " * 200 in " ".join(mail.get_body(["plain"]).get_content().split("\n"))
