"""A client who only ever writes mails: asked, answered, escalated, rated, by a real mail server and in the browser.

What beat does every few seconds is done here by calling its very tasks, once the clock was moved.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from email.message import EmailMessage
from email.utils import make_msgid
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from escalation.choices import Trigger
from escalation.models import Escalation
from mail.choices import Outcome, Purpose, Security
from mail.models import InboundMail, Mailbox
from mail.tasks import poll_mailbox
from tests.conftest import Cast
from tests.mailserver import HOST, MailServer
from tickets.actions.close import close_ticket
from tickets.actions.resolve import resolve_ticket
from tickets.choices import MailKind, Score, Status
from tickets.models import OutboxMail, Queue, Rating, Ticket
from tickets.seeds import IT
from tickets.tasks import send_outbox

pytestmark = [pytest.mark.browser, pytest.mark.process, pytest.mark.django_db(transaction=True)]

Clock = Callable[..., Any]
SUPPORT, ESCALATION, NADIA = "support@example.org", "escalade@example.org", "nadia@client.example.org"
ADDRESSES = {Purpose.HELPDESK: SUPPORT, Purpose.ESCALATION: ESCALATION}
SECRET = "MAILBOX_PASSWORD_OF_THE_TEST"
PNG = bytes.fromhex("89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489")


class Post:
    """The client's mail program, and what carries mails on our side."""

    def __init__(self, server: MailServer) -> None:
        self.server = server

    def write(self, subject: str, text: str, *, to: str = SUPPORT, answers: EmailMessage | None = None) -> InboundMail:
        """Nadia writes, and we fetch it: what became of her mail."""
        mail = EmailMessage()
        mail["From"], mail["To"], mail["Subject"] = f"Nadia <{NADIA}>", to, subject
        mail["Message-ID"] = make_msgid(domain="client.example.org")
        if answers is not None:
            mail["In-Reply-To"] = answers["Message-ID"]
            mail["References"] = f"{answers['References']} {answers['Message-ID']}"
        mail.set_content(text)
        if answers is None:
            mail.add_attachment(PNG, maintype="image", subtype="png", filename="écran.png")
        self.server.send(mail, by=NADIA, to=to)
        for mailbox in Mailbox.objects.all():
            poll_mailbox(mailbox.pk)
        return InboundMail.objects.latest("pk")

    def read(self, address: str = NADIA) -> EmailMessage:
        """What waits is sent; the last mail that somebody got."""
        send_outbox()
        assert not OutboxMail.objects.exclude(last_error="").exists()
        return self.server.inbox(address)[-1]


@pytest.fixture
def post(mail_server: MailServer, settings: Any, live_server: Any, tmp_path: Any, monkeypatch: Any) -> Iterator[Post]:
    """Two mailboxes on the server, and links in mails that lead to the pages of the test."""
    settings.MEDIA_ROOT, settings.SITE_URL = tmp_path, live_server.url
    settings.DEFAULT_FROM_EMAIL = f"Astreinte <{SUPPORT}>"
    monkeypatch.setenv(SECRET, mail_server.password)
    for purpose, address in ADDRESSES.items():
        Mailbox.objects.create(
            address=address,
            purpose=purpose,
            queue=Queue.objects.get(name=IT),
            host=HOST,
            port=mail_server.imap_port,
            security=Security.NONE,
            username=address,
            secret_name=SECRET,
        )
    mail_server.empty(SUPPORT, ESCALATION, NADIA)
    yield Post(mail_server)
    told = set(OutboxMail.objects.values_list("to", flat=True))
    mail_server.empty(SUPPORT, ESCALATION, NADIA, *told)


def text_of(mail: EmailMessage) -> str:
    body = mail.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def test_a_client_asks_answers_escalates_and_rates_by_mail_alone(
    clock: Clock, cast: Cast, post: Post, as_user: Callable[..., Page], new_page: Callable[..., Page]
) -> None:
    asked_at = clock("10:00")
    asked = post.write("Écran noir à l’accueil", "Bonjour,\n\nplus rien ne s’affiche depuis ce matin.\n")
    ticket = Ticket.objects.get()
    assert (asked.outcome, asked.ticket, ticket.contact) == (Outcome.OPENED, ticket, cast.contact)
    assert (ticket.title, ticket.account) == ("Écran noir à l’accueil", cast.account)
    assert abs((ticket.opened_at - asked_at).total_seconds()) < 60
    receipt = post.read()
    assert str(ticket.number) in receipt["Subject"]
    assert receipt["In-Reply-To"] == asked.identifier

    desk = as_user(cast.operator)
    answer_in_the_browser(desk, ticket)
    clock("10:20")
    reply = post.read()
    assert "Avez-vous redémarré le poste ?" in text_of(reply)
    assert reply["Auto-Submitted"] is None

    clock("10:40")
    quoted = "\n".join(f"> {line}" for line in text_of(reply).splitlines())
    said = f"Oui, deux fois.\n\nLe lun. 12 oct. 2026 à 10:20, Astreinte <{SUPPORT}> a écrit :\n{quoted}\n"
    # Mail programs change subjects: what the mail refers to leads to the ticket.
    appended = post.write("Re: notre accueil", said, answers=reply)
    assert (appended.outcome, appended.ticket) == (Outcome.APPENDED, ticket)
    assert appended.message is not None
    assert appended.message.body.strip() == "Oui, deux fois."
    desk.reload()
    expect(desk.locator("main")).to_contain_text("Oui, deux fois.")

    escalate(clock, post, ticket, reply)
    rate(clock, cast, post, ticket, new_page())


def answer_in_the_browser(desk: Page, ticket: Ticket) -> None:
    """The operator reads what came, with its picture, and answers."""
    desk.goto(f"/tickets/{ticket.number}/")
    expect(desk.locator("main")).to_contain_text("plus rien ne s’affiche")
    expect(desk.locator("main")).to_contain_text("écran.png")
    desk.locator("#reply-body").fill("Avez-vous redémarré le poste ?")
    desk.locator("form[action$='/reply/'] [data-send]").click()
    expect(desk.locator(".ticket-clocks .clock[data-state=met]")).to_have_count(1)


def escalate(clock: Clock, post: Post, ticket: Ticket, reply: EmailMessage) -> None:
    """Due Tuesday at 16:00: an hour of business time later it is open to her, and not before."""
    clock("16:30", days=1)
    early = post.write(f"[#{ticket.number}] urgent", "Toujours rien !", to=ESCALATION, answers=reply)
    assert (early.outcome, early.ticket) == (Outcome.REFUSED, ticket)
    assert "17:00" in text_of(post.read())
    assert not Escalation.objects.exists()
    assert ticket.messages.filter(body__contains="Toujours rien !").exists()

    clock("17:05", days=1)
    late = post.write(f"Ticket {ticket.number}", "L’accueil est arrêté.", to=ESCALATION)
    assert (late.outcome, late.ticket) == (Outcome.ESCALATED, ticket)
    escalation = Escalation.objects.get()
    assert (escalation.trigger, escalation.level, escalation.ticket) == (Trigger.REQUESTED, 1, ticket)
    level = OutboxMail.objects.filter(kind=MailKind.ESCALATED, ticket=ticket)
    assert level.exists()
    for address in level.values_list("to", flat=True):
        told = post.read(address)
        assert str(ticket.number) in told["Subject"]
        assert "L’accueil est arrêté." in text_of(told)


def rate(clock: Clock, cast: Cast, post: Post, ticket: Ticket, page: Page) -> None:
    """Done at last: a link of the mail after closing says how it was, and looking into it says nothing."""
    at = clock("17:30", days=1)
    resolve_ticket(ticket=ticket, solution="Câble remplacé.", by=cast.technician, at=at)
    close_ticket(ticket=ticket, by=cast.operator, at=clock("17:40", days=1))
    clock("17:45", days=1)
    send_outbox()
    link = re.search(rf"\S+/rate/{ticket.number}/{Score.GOOD}/[\w:.-]+/", text_of(post.read()))
    assert link
    assert Ticket.objects.get(pk=ticket.pk).status == Status.CLOSED
    assert page.request.get(link[0]).ok
    assert not Rating.objects.exists()
    page.goto(link[0])
    expect(page.locator("h1")).to_contain_text("Thank you")
    rating = Rating.objects.get()
    assert (rating.ticket, rating.score, rating.contact) == (ticket, Score.GOOD, cast.contact)
