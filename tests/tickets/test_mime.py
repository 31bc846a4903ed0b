"""A mail as it travels: text and HTML, headers that make threads and stop loops, files, and the way out."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from mail.letter import LOOP_HEADER
from tests import factories
from tickets import mime
from tickets.actions.close import close_ticket
from tickets.actions.reply import receive_reply, reply_to_ticket
from tickets.actions.resolve import resolve_ticket
from tickets.choices import MailKind, Source
from tickets.identifiers import mail_id, number_of
from tickets.mime import message_of
from tickets.models import Letterhead, Message, OutboxMail, User

ASKED = "<question@client.example.org>"


@pytest.fixture
def ticket(open_ticket):
    return open_ticket(title="Imprimante <b>hors</b> ligne")


@pytest.fixture
def answer(cast, ticket, at):
    """`answer(...)`: the mail of a reply of the technician to the client."""

    def answered(body="On regarde.", by=None, **fields: object) -> OutboxMail:
        message = reply_to_ticket(ticket=ticket, body=body, by=by or cast.technician, at=at, **fields)
        return OutboxMail.objects.get(key=f"reply:{message.pk}")

    return answered


def given(ticket) -> OutboxMail:
    return OutboxMail.objects.get(ticket=ticket, kind=MailKind.ASSIGNED)


def html_of(mail: OutboxMail) -> str:
    return message_of(mail).alternatives[0][0]


def test_a_mail_is_text_first_and_html_for_who_wants_it(answer):
    made = message_of(answer("Le câble est **changé**.")).message()
    assert [part.get_content_type() for part in made.walk()] == [
        "multipart/alternative",
        "text/plain",
        "text/html",
    ]
    text, html = (part.get_payload(decode=True).decode() for part in made.get_payload())
    assert text.startswith("Le câble est **changé**.")
    assert "<strong>changé</strong>" in html
    assert "style=" not in html


def test_html_that_somebody_typed_is_shown_and_not_run(answer, ticket):
    html = html_of(answer("<script>alert(1)</script><img src=x onerror=alert(1)>"))
    assert "<script" not in html
    assert "<img" not in html
    assert "&lt;script&gt;" in html
    assert "<b>hors</b>" not in html


def test_a_link_reads_in_plain_text_with_its_address_behind_it(answer):
    assert "la notice: https://example.org/n" in message_of(answer("[la notice](https://example.org/n)")).body


# Headers ------------------------------------------------------------------------------------------
def test_its_name_comes_from_its_key_and_its_thread_names_the_ticket(answer, ticket):
    mail = answer()
    headers = message_of(mail).extra_headers
    assert headers["Message-ID"] == mail.identifier == mail_id(mail.key)
    assert number_of(headers["References"]) == ticket.number
    assert "In-Reply-To" not in headers


def test_it_answers_the_last_mail_of_the_client(cast, answer, ticket, at):
    said = {"contact": cast.contact, "source": Source.EMAIL, "by": User.objects.automation(), "at": at}
    for number in (1, 2):
        message = receive_reply(ticket=ticket, body="Encore", **said)
        Message.objects.filter(pk=message.pk).update(identifier=f"<{number}@client.example.org>")
    headers = message_of(answer()).extra_headers
    assert headers["In-Reply-To"] == "<2@client.example.org>"
    assert headers["References"].split()[-1] == "<2@client.example.org>"


def test_what_a_person_wrote_is_not_called_automatic_and_all_else_is(cast, answer, ticket):
    written, told = message_of(answer()).extra_headers, message_of(given(ticket)).extra_headers
    assert "Auto-Submitted" not in written
    assert "X-Auto-Response-Suppress" not in written
    assert (told["Auto-Submitted"], told["X-Auto-Response-Suppress"]) == ("auto-generated", "All")


def test_a_reply_of_the_machine_calls_itself_automatic(answer):
    assert message_of(answer(by=User.objects.automation())).extra_headers["Auto-Submitted"] == "auto-generated"


def test_every_mail_carries_the_mark_by_which_we_know_it_when_it_comes_back(answer):
    assert mime.MARK == LOOP_HEADER
    assert message_of(answer()).extra_headers[LOOP_HEADER]


def test_an_answer_goes_to_the_address_of_the_house(answer, settings):
    mail = answer()
    assert message_of(mail).reply_to == [settings.DEFAULT_FROM_EMAIL]
    Letterhead(name="Réseau Sud", email="aide@example.org").save()
    made = message_of(mail)
    assert made.reply_to == ["aide@example.org"]
    assert "Réseau Sud" in made.body


def test_it_says_its_language_and_its_date(answer):
    made = message_of(answer()).message()
    assert made["Content-Language"] == "fr"
    assert made["Date"]


# The page and the way out -------------------------------------------------------------------------
def test_a_client_is_led_to_the_portal_and_the_house_to_its_own_page(answer, ticket, settings):
    settings.SITE_URL = "https://aide.example.org/"
    number = ticket.number
    assert f"https://aide.example.org/portal/tickets/{number}/" in message_of(answer()).body
    assert f"https://aide.example.org/tickets/{number}/" in message_of(given(ticket)).body


def test_who_cannot_sign_in_is_led_nowhere(cast, open_ticket, at):
    contact = factories.contact("Sana", cast.account)
    ticket = open_ticket(contact=contact)
    message = reply_to_ticket(ticket=ticket, body="On regarde.", by=cast.technician, at=at)
    body = message_of(OutboxMail.objects.get(key=f"reply:{message.pk}")).body
    assert str(ticket.number) in body
    assert "/portal/" not in body
    assert "/unsubscribe/" not in body


def test_what_can_be_declined_says_how_by_one_click(ticket, settings):
    settings.SITE_URL = "https://aide.example.org"
    headers = message_of(given(ticket)).extra_headers
    assert headers["List-Unsubscribe"].startswith("<https://aide.example.org/unsubscribe/")
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_an_invitation_cannot_be_declined(cast, at):
    mail = OutboxMail(key="invited:1", kind=MailKind.INVITED, to=cast.client.email, subject="S", body="B")
    assert "List-Unsubscribe" not in message_of(mail).extra_headers


def test_an_escalation_cannot_be_declined(cast, ticket):
    mail = OutboxMail(
        key="e:1", kind=MailKind.ESCALATED, to=cast.technician.email, ticket=ticket, subject="S", body="B"
    )
    made = message_of(mail)
    assert "List-Unsubscribe" not in made.extra_headers
    assert "cannot be turned off" in html_of(mail) or "désactivé" in html_of(mail)


def test_the_mail_after_closing_asks_by_three_links(cast, ticket, at):
    resolve_ticket(ticket=ticket, solution="Fait.", by=cast.technician, at=at)
    close_ticket(ticket=ticket, by=cast.operator, at=at)
    html = html_of(OutboxMail.objects.get(kind=MailKind.CLOSED))
    for score in ("good", "fair", "poor"):
        assert f"/rate/{ticket.number}/{score}/" in html


# Files --------------------------------------------------------------------------------------------
def test_the_files_of_a_reply_travel_with_it(answer):
    notes = SimpleUploadedFile("notice été.txt", "Été".encode(), "text/plain")
    files = [notes, SimpleUploadedFile("photo.png", b"\x89PNG\r\n\x1a\n....", "image/png")]
    made = message_of(answer(attachments=files)).message()
    found = {part.get_filename(): part.get_payload(decode=True) for part in made.walk() if part.get_filename()}
    assert found == {"notice été.txt": "Été".encode(), "photo.png": b"\x89PNG\r\n\x1a\n...."}


def test_what_is_too_large_for_a_mail_is_named_with_its_address(answer, monkeypatch):
    monkeypatch.setattr(mime, "MOST_BYTES_OF_FILES", 10)
    files = [SimpleUploadedFile("petit.txt", b"12345"), SimpleUploadedFile("grand.txt", b"1234567890")]
    mail = answer(attachments=files)
    made = message_of(mail)
    large = mail.message.attachments.get(name="grand.txt")
    assert [name for name, _content, _type in made.attachments] == ["petit.txt"]
    assert f"/attachments/{large.pk}/" in made.body


def test_a_file_that_claims_to_be_a_whole_mail_is_sent_as_bytes(answer):
    mail = answer(attachments=[SimpleUploadedFile("lettre.eml", b"\xff\xfeSubject: x", "message/rfc822")])
    made = message_of(mail).message()
    types = [part.get_content_type() for part in made.walk() if part.get_filename()]
    assert types == ["application/octet-stream"]
