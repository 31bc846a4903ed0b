"""A technician in a real browser: the list by keyboard, a ticket with and without scripts, on a desk and on a phone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import Page, expect

from sla.choices import Priority
from sla.seeds import STANDARD
from tests import factories
from tickets.actions.note import add_note
from tickets.actions.prioritize import change_priority
from tickets.actions.reply import reply_to_ticket
from tickets.choices import MessageKind, Role, Status
from tickets.models import Message, Ticket, User

# axe's way of preloading style sheets inlines them, which the content security policy rightly refuses.
AXE = {"preload": False}
DESK = {"viewport": {"width": 1280, "height": 800}}
PHONE = {"viewport": {"width": 360, "height": 740}, "color_scheme": "dark"}
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def technician() -> User:
    return factories.user("technician", Role.TECHNICIAN)


@pytest.fixture
def tickets(technician) -> list[Ticket]:
    """One late, one in time, one without promise; the first with a conversation."""
    account = factories.account("Menuiserie Lauzier", policy=STANDARD)
    contact = factories.contact("Marc", account)
    now = timezone.now()
    given = {"by": technician, "account": account, "contact": contact}
    late = factories.ticket(**given, at=now - dt.timedelta(days=9), priority=Priority.HIGH, title="Scie arrêtée")
    in_time = factories.ticket(**given, at=now, priority=Priority.LOW, title="Nouveau poste")
    free = factories.ticket(by=technician, at=now, account=factories.account("Garage Bellerive"), title="Question")
    reply_to_ticket(ticket=late, body="**Bonjour**, essayez ceci.", by=technician, at=now)
    add_note(ticket=late, body="Voir la carte réseau.", by=technician, at=now)
    for priority in (Priority.CRITICAL, Priority.HIGH):
        change_priority(ticket=late, priority=priority, by=technician, at=now)
    return [late, in_time, free]


@pytest.fixture
def visit(as_user, live_server, technician) -> Callable[..., Page]:
    """`visit("/tickets/", **context)`: a page as the technician sees it."""

    def opened(path: str, **options: Any) -> Page:
        page: Page = as_user(technician, **options)
        page.goto(live_server.url + path)
        return page

    return opened


def faults(page: Page) -> list[str]:
    return [
        f"{fault['id']}: {fault['nodes'][0]['html']}" for fault in Axe().run(page, options=AXE).response["violations"]
    ]


@pytest.mark.parametrize("seat", [DESK, PHONE], ids=["desk", "phone in the dark"])
def test_axe_finds_nothing_on_the_list(visit, tickets, seat):
    page = visit("/tickets/", **seat)
    assert faults(page) == []
    page.locator(".chip-add").click()
    assert faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("seat", [DESK, PHONE], ids=["desk", "phone in the dark"])
def test_axe_finds_nothing_on_a_ticket(visit, tickets, seat):
    page = visit(f"/tickets/{tickets[0].number}/", **seat)
    page.locator(".composer-kind").nth(1).click()
    page.locator(".event-fold summary").click()
    assert faults(page) == []
    for opened in (".ticket-clocks > details", ".disclose:has(> .verb-menu)", ".disclose:has(> .edit)"):
        page.locator(f"{opened} > summary").first.click()
        assert faults(page) == []
        page.keyboard.press("Escape")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_list_is_walked_and_opened_by_keyboard(visit, tickets):
    page = visit("/tickets/", **DESK)
    for key in ("j", "j", "j", "k"):
        page.keyboard.press(key)
    expect(page.locator(".ticket-row[data-current] .ticket-title")).to_have_text("Nouveau poste")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Nouveau poste")


def test_a_note_is_written_on_its_own_paper(visit, tickets):
    page = visit(f"/tickets/{tickets[1].number}/", **DESK)
    expect(page.locator(".reply[data-kind=note]")).to_be_hidden()
    page.locator(".composer-kind").nth(1).click()
    expect(page.locator(".reply[data-kind=reply]")).to_be_hidden()
    page.locator("#note-body").fill("Rappeler avant midi")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".entry[data-kind=note]")).to_contain_text("Rappeler avant midi")
    assert Message.objects.get(body="Rappeler avant midi").kind == MessageKind.NOTE


def test_without_a_script_a_mistake_comes_back_open_and_the_verb_still_works(visit, tickets, complaints):
    page = visit(f"/tickets/{tickets[1].number}/", java_script_enabled=False, **DESK)
    page.locator(".verb-menu").locator("xpath=..").locator("> summary").click()
    page.locator(".verb-menu summary").first.click()
    page.locator("#merge-into").fill("999999")
    page.locator("form[action$='/merge/'] button").click()
    expect(page.locator("#merge-into")).to_have_value("999999")
    expect(page.locator("#merge-into_error")).to_be_visible()
    assert "422" in complaints.pop()
    page.locator("#merge-into").fill(str(tickets[0].number))
    page.locator("form[action$='/merge/'] button").click()
    expect(page.locator(".toast")).to_be_visible()
    tickets[1].refresh_from_db()
    assert tickets[1].status == Status.MERGED
