"""A technician answers in a real browser: pictures, preview, canned replies, send-and-wait, undo, and nothing lost."""

from __future__ import annotations

import base64
from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import Page, expect

from sla.seeds import STANDARD
from tests import factories
from tickets.actions.resolve import resolve_ticket
from tickets.choices import MessageKind, NoticeKind, Role, Status
from tickets.models import CannedReply, Message, Notice, Ticket, User

AXE = {"preload": False}
DESK = {"viewport": {"width": 1280, "height": 900}}
PHONE = {"viewport": {"width": 360, "height": 740}, "color_scheme": "dark"}
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
# A file as a person drops it on the text, or pastes it into it.
GIVE = """(area, [kind, name, type, content]) => {
  const carrier = new DataTransfer();
  const bytes = Uint8Array.from(atob(content), (letter) => letter.charCodeAt(0));
  carrier.items.add(new File([bytes], name, { type }));
  const given = kind === "paste"
    ? new ClipboardEvent("paste", { clipboardData: carrier, bubbles: true, cancelable: true })
    : new DragEvent(kind, { dataTransfer: carrier, bubbles: true, cancelable: true });
  area.dispatchEvent(given);
}"""


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def technician() -> User:
    factories.user("marielle", Role.TECHNICIAN)
    return factories.user("technician", Role.TECHNICIAN)


@pytest.fixture
def ticket(technician) -> Ticket:
    account = factories.account("Menuiserie Lauzier", policy=STANDARD)
    contact = factories.contact("Marc", account)
    CannedReply.objects.create(name="Besoin d’un modèle", body="Bonjour {contact},\nquel est le modèle ?")
    return factories.ticket(by=technician, at=timezone.now(), account=account, contact=contact, title="Scie arrêtée")


@pytest.fixture
def visit(as_user, live_server, technician, ticket) -> Callable[..., Page]:
    """`visit(**context)`: the ticket as the technician sees it."""

    def opened(**options: Any) -> Page:
        page: Page = as_user(technician, **options)
        page.goto(f"{live_server.url}/tickets/{ticket.number}/")
        return page

    return opened


def give(page: Page, kind: str, name: str = "photo.png", mime: str = "image/png", content: bytes = PNG) -> None:
    page.locator("#reply-body").evaluate(GIVE, [kind, name, mime, base64.b64encode(content).decode()])


def faults(page: Page) -> list[str]:
    found = Axe().run(page, options=AXE).response["violations"]
    return [f"{fault['id']}: {fault['nodes'][0]['html']}" for fault in found]


def replies(ticket: Ticket) -> list[Message]:
    return list(Message.objects.filter(ticket=ticket, kind=MessageKind.REPLY))


def test_a_canned_reply_a_picture_a_preview_then_send_and_wait_and_undo(visit, ticket, technician):
    page = visit(**DESK)
    page.keyboard.press("t")
    expect(page.locator("[data-kind=reply] [data-canned] input")).to_be_focused()
    page.keyboard.type("modele")
    page.keyboard.press("Enter")
    expect(page.locator("#reply-body")).to_have_value("Bonjour Marc,\nquel est le modèle ?")
    page.keyboard.type(" **Merci**")
    page.locator(".composer-kind").nth(1).click()
    page.locator("#note-body").fill("Une note à finir")
    page.locator(".composer-kind").nth(0).click()
    give(page, "paste", "image.png")
    give(page, "drop", "plan.png")
    expect(page.locator(".composer-file")).to_have_count(2)
    page.locator("[data-kind=reply] [data-preview]").click()
    expect(page.locator("#reply-preview strong")).to_have_text("Merci")
    expect(page.locator("#reply-body")).to_be_hidden()
    page.locator("[data-kind=reply] [data-write]").click()
    page.locator(".composer-send summary").click()
    page.locator("#reply-reason").fill("le modèle")
    page.keyboard.press("Enter")
    expect(page.locator(".entry").last.locator("img")).to_have_count(2)
    expect(page.locator(".leaving [role=timer]")).to_contain_text("s")
    ticket.refresh_from_db()
    assert (ticket.status, ticket.pauses.get().reason) == (Status.WAITING_CLIENT, "le modèle")
    assert ticket.responded_at is not None
    page.keyboard.press("z")
    expect(page.locator("#reply-body")).to_have_value("Bonjour Marc,\nquel est le modèle ? **Merci**")
    expect(page.locator("[name=kept]:checked")).to_have_count(2)
    expect(page.locator(".entry[data-withdrawn]")).to_have_count(1)
    ticket.refresh_from_db()
    assert (ticket.status, ticket.responded_at, ticket.pauses.count()) == (Status.ASSIGNED, None, 0)
    page.locator("#reply-body").press("Control+Enter")
    expect(page.locator(".entry[data-kind=reply]:not([data-withdrawn]) img")).to_have_count(2)
    assert [message.withdrawn_at is None for message in replies(ticket)] == [False, True]
    assert page.url.endswith(f"/tickets/{ticket.number}/")


def test_a_draft_outlives_its_tab_and_goes_once_it_is_sent(visit, ticket):
    page = visit(**DESK)
    page.locator("#reply-body").fill("Un début de réponse")
    page.reload()
    expect(page.locator("#reply-body")).to_have_value("Un début de réponse")
    expect(page.locator("[data-kind=reply] [data-draft-note]")).to_be_visible()
    page.locator("#reply-body").press("Control+Enter")
    expect(page.locator(".entry[data-kind=reply]")).to_contain_text("Un début de réponse")
    page.reload()
    expect(page.locator("#reply-body")).to_have_value("")


def test_a_draft_of_a_note_is_shown_where_it_was_typed(visit):
    page = visit(**DESK)
    page.locator(".composer-kind").nth(1).click()
    page.locator("#note-body").fill("À vérifier")
    page.reload()
    expect(page.locator("#note-body")).to_have_value("À vérifier")
    expect(page.locator("#note-body")).to_be_visible()


def test_a_file_that_does_not_fit_is_named_and_nothing_typed_is_lost(visit, ticket, settings, complaints):
    settings.ATTACHMENT_MAX_BYTES = 40
    page = visit(**DESK)
    page.locator("#reply-body").fill("Texte à garder")
    give(page, "drop", "trop.bin", "application/octet-stream", b"x" * 41)
    give(page, "drop", "setup.exe", "application/octet-stream", b"x")
    expect(page.locator("[data-kind=reply] [data-files-refused]")).to_contain_text("setup.exe")
    expect(page.locator(".composer-file")).to_have_count(0)
    give(page, "drop", "petit.txt", "text/plain", b"x")
    settings.ATTACHMENT_MAX_BYTES = 0
    page.locator("#reply-body").press("Control+Enter")
    expect(page.locator("#reply-errors .field-error")).to_contain_text("petit.txt")
    expect(page.locator("#reply-body")).to_have_value("Texte à garder")
    expect(page.locator(".composer-file")).to_contain_text("petit.txt")
    assert "422" in complaints.pop()
    assert replies(ticket) == []
    settings.ATTACHMENT_MAX_BYTES = 40
    page.locator("#reply-body").press("Control+Enter")
    expect(page.locator(".entry .attachment")).to_contain_text("petit.txt")
    assert replies(ticket)[0].attachments.get().name == "petit.txt"


def test_what_the_action_refuses_is_said_beside_what_was_typed(visit, ticket, technician, complaints):
    page = visit(**DESK)
    page.locator("#reply-body").fill("Texte à garder")
    resolve_ticket(ticket=ticket, solution="Fait.", by=technician, at=timezone.now())
    page.locator(".composer-send summary").click()
    page.locator("button[name=then][value=scheduled]").click()
    expect(page.locator("#reply-errors .form-error")).to_be_visible()
    expect(page.locator("#reply-body")).to_have_value("Texte à garder")
    assert "422" in complaints.pop()


def test_a_file_is_taken_off_the_list_by_keyboard(visit, ticket):
    page = visit(**DESK)
    page.locator("#reply-body").fill("Voici")
    give(page, "drop", "un.txt", "text/plain", b"x")
    give(page, "drop", "deux.txt", "text/plain", b"x")
    page.locator(".composer-file button").first.press("Enter")
    page.locator("#reply-body").press("Control+Enter")
    expect(page.locator(".entry .attachment")).to_have_count(1)
    assert replies(ticket)[0].attachments.get().name == "deux.txt"


def test_copies_and_watchers_change_while_a_reply_with_a_file_is_being_written(visit, ticket):
    page = visit(**DESK)
    page.locator("#reply-body").fill("Voici")
    give(page, "drop", "un.txt", "text/plain", b"x")
    page.locator(".composer-to summary").click()
    page.locator("#copy-email").fill("chef@example.org")
    page.locator("#copy-email").press("Enter")
    expect(page.locator(".composer-to form.chip")).to_contain_text("chef@example.org")
    page.locator("#do-watch").click()
    expect(page.locator(".watching > .disclose > summary")).to_contain_text("1")
    page.locator(".watching > .disclose > summary").click()
    page.locator("#watch-person").select_option(label="Marielle")
    page.locator("#watch-person + button").click()
    expect(page.locator(".watching > .disclose > summary")).to_contain_text("2")
    expect(page.locator("#reply-body")).to_have_value("Voici")
    page.locator("#reply-body").press("Control+Enter")
    expect(page.locator(".entry .attachment")).to_contain_text("un.txt")
    assert Notice.objects.filter(user__name="Marielle", kind=NoticeKind.WATCHING).exists()
    assert ticket.copies.get().email == "chef@example.org"


def test_a_colleague_is_named_by_keyboard(visit, ticket):
    page = visit(**DESK)
    page.locator(".composer-kind").nth(1).click()
    area = page.locator("#note-body")
    area.click()
    page.keyboard.type("Vu avec @mari")
    expect(page.locator("#mention-list [aria-selected=true]")).to_contain_text("Marielle")
    assert area.get_attribute("aria-controls") == "mention-list"
    assert page.locator(f"#{area.get_attribute('aria-activedescendant')}").is_visible()
    assert faults(page) == []
    page.keyboard.press("Enter")
    expect(area).to_have_value("Vu avec @Marielle ")
    page.keyboard.type("hier")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".entry .mention")).to_have_text("@Marielle")
    assert Notice.objects.get(user__name="Marielle").kind == NoticeKind.MENTIONED


def test_two_fast_clicks_are_one_reply(visit, ticket):
    page = visit(**DESK)
    page.locator("#reply-body").fill("Une fois")
    page.locator("[data-kind=reply] [data-send]").dblclick()
    expect(page.locator(".entry[data-kind=reply]")).to_have_count(1)
    assert len(replies(ticket)) == 1


def test_without_a_script_everything_is_a_form(visit, ticket, technician):
    page = visit(java_script_enabled=False, **DESK)
    form = page.locator("form[data-kind=reply]")
    form.locator("#reply-body").fill("**Bonjour**")
    form.get_by_role("button", name="Aperçu").or_(form.get_by_role("button", name="Preview")).click()
    expect(page.locator("#reply-preview strong")).to_have_text("Bonjour")
    expect(page.locator("#reply-body")).to_have_value("**Bonjour**")
    page.locator("#reply-canned").select_option(label="Besoin d’un modèle")
    page.locator("button[name=insert]").first.click()
    expect(page.locator("#reply-body")).to_have_value("**Bonjour**\n\nBonjour Marc,\nquel est le modèle ?")
    page.locator("form[data-kind=reply] input[type=file]").set_input_files(
        {"name": "photo.png", "mimeType": "image/png", "buffer": PNG}
    )
    page.locator(".composer-send summary").first.click()
    page.locator("button[name=then][value=resolved]").click()
    expect(page.locator(".entry[data-kind=reply] img")).to_have_count(1)
    ticket.refresh_from_db()
    assert ticket.status == Status.RESOLVED
    page.locator(".leaving button").click()
    expect(page.locator("#reply-body")).to_have_value("**Bonjour**\n\nBonjour Marc,\nquel est le modèle ?")
    ticket.refresh_from_db()
    assert ticket.status == Status.ASSIGNED


@pytest.mark.parametrize("seat", [DESK, PHONE], ids=["desk", "phone in the dark"])
def test_axe_finds_nothing_in_any_state_of_the_composer(visit, ticket, technician, seat):
    page = visit(reduced_motion="reduce", **seat)
    page.locator("#reply-body").fill("Voici @")
    give(page, "drop")
    give(page, "drop", "setup.exe", "application/octet-stream", b"x")
    assert faults(page) == []
    page.locator(".canned summary").click()
    assert faults(page) == []
    page.keyboard.press("Escape")
    page.locator("[data-kind=reply] [data-preview]").click()
    expect(page.locator("#reply-preview")).to_be_visible()
    for summary in (".composer-send summary", ".composer-to summary", ".watching summary"):
        page.locator(summary).first.click()
        assert faults(page) == [], summary
        page.keyboard.press("Escape")
    page.locator("[data-kind=reply] [data-send]").click()
    expect(page.locator(".leaving")).to_be_visible()
    assert faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
