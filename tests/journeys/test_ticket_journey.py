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
from tickets.actions.link import link_tickets
from tickets.actions.note import add_note
from tickets.actions.prioritize import change_priority
from tickets.actions.reply import reply_to_ticket
from tickets.choices import Kind, LinkKind, MessageKind, Role, Status
from tickets.models import Message, Ticket, TimeEntry, User

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
    for opened in (".ticket-clocks > details", ".disclose:has(> .verb-menu)"):
        page.locator(f"{opened} > summary").first.click()
        assert faults(page) == []
        page.keyboard.press("Escape")
    for place in ("priority", "queue", "account", "resolve", "link"):
        page.locator(f"#edit-{place}").click()
        expect(page.locator("[data-edit-form]")).to_have_count(1)
        assert faults(page) == []
        page.keyboard.press("Escape")
        expect(page.locator("[data-edit-form]")).to_have_count(0)
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


def test_a_value_is_changed_where_it_stands_by_keyboard_and_nothing_typed_is_lost(visit, tickets):
    page = visit(f"/tickets/{tickets[1].number}/", **DESK)
    page.locator("#reply-body").fill("Réponse en cours")
    page.locator("#edit-priority").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#property-priority input:checked")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#edit-priority")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#property-priority input:checked")).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    expect(page.locator("#edit-priority")).to_be_focused()
    expect(page.locator("#ticket-line .priority")).to_have_attribute("data-level", "medium")
    expect(page.locator("#reply-body")).to_have_value("Réponse en cours")
    tickets[1].refresh_from_db()
    assert tickets[1].priority == Priority.MEDIUM


def test_the_status_is_changed_where_it_stands_by_keyboard_and_the_composer_follows(visit, tickets):
    page = visit(f"/tickets/{tickets[1].number}/", **DESK)
    page.locator("#reply-body").fill("Réponse en cours")
    stays = page.locator("#reply-stay").inner_text()
    # A click on the title would open it.
    page.locator("#reply-body").blur()
    page.keyboard.press("s")
    expect(page.locator("#property-status :is(a, button)").first).to_be_focused()
    assert faults(page) == []
    page.keyboard.press("Escape")
    expect(page.locator("#edit-status")).to_be_focused()
    page.keyboard.press("Enter")
    page.locator("#property-status a[href$='verb=wait']").click()
    expect(page.locator("#property-status input:checked")).to_be_focused()
    assert faults(page) == []
    page.locator("#status-reason").fill("une photo")
    page.keyboard.press("Enter")
    expect(page.locator("#edit-status .pill-word")).to_have_text("Waiting for the client")
    expect(page.locator("#reply-stay")).not_to_have_text(stays)
    expect(page.locator("#reply-thens [value=waiting_client]")).to_have_count(0)
    expect(page.locator("#reply-body")).to_have_value("Réponse en cours")
    tickets[1].refresh_from_db()
    assert tickets[1].status == Status.WAITING_CLIENT


@pytest.mark.parametrize(
    ("key", "place"),
    [("r", "#reply-body"), ("i", "#note-body"), ("c", "#call-body"), ("e", "#title-title"), ("w", "#do-watch")],
)
def test_each_key_leads_to_its_place_and_none_does_once_they_are_off(visit, tickets, key, place):
    page = visit(f"/tickets/{tickets[1].number}/", **DESK)
    page.keyboard.press(key)
    if key == "w":
        expect(page.locator(".watching .disclose > summary")).to_contain_text("1")
    else:
        expect(page.locator(place)).to_be_focused()
    page.evaluate("localStorage.setItem('shortcuts-off', '1')")
    page.reload()
    page.keyboard.press(key)
    expect(page.locator("body")).to_be_focused()


def test_two_people_change_one_title_and_the_second_chooses(visit, as_user, live_server, tickets, complaints):
    ticket, operator = tickets[1], factories.user("operator", Role.OPERATOR)
    second = as_user(operator, **DESK)
    second.goto(f"{live_server.url}/tickets/{ticket.number}/")
    second.locator("#edit-title").click()
    second.locator("#title-title").fill("Poste de la comptable")
    first = visit(f"/tickets/{ticket.number}/", **DESK)
    first.locator("#edit-title").click()
    first.locator("#title-title").fill("Poste du stagiaire")
    first.keyboard.press("Enter")
    expect(first.locator("h1")).to_contain_text("Poste du stagiaire")
    second.keyboard.press("Enter")
    expect(second.locator("[data-conflict]")).to_be_focused()
    assert second.locator(".conflict-text").all_inner_texts() == ["Poste du stagiaire", "Poste de la comptable"]
    assert faults(second) == []
    assert "409" in complaints.pop()
    second.get_by_role("button", name="Keep mine").click()
    expect(second.locator("h1")).to_contain_text("Poste de la comptable")
    expect(second.locator("[data-conflict]")).to_have_count(0)
    ticket.refresh_from_db()
    assert ticket.title == "Poste de la comptable"


def test_they_see_each_other_and_that_the_ticket_changed(visit, as_user, live_server, tickets):
    ticket, operator = tickets[1], factories.user("operator", Role.OPERATOR)
    page = visit(f"/tickets/{ticket.number}/", **DESK)
    page.locator("#reply-body").fill("Réponse en cours")
    other = as_user(operator, **DESK)
    other.goto(f"{live_server.url}/tickets/{ticket.number}/")
    expect(other.locator(".present")).to_contain_text("Technician")
    other.locator("#do-take").click()
    expect(other.locator(".toast")).to_be_visible()
    page.dispatch_event("body", "visibilitychange", {"bubbles": True})
    expect(page.locator(".ticket-changed")).to_contain_text("Operator")
    page.locator(".ticket-changed a").click()
    expect(page.locator("#property-technician")).to_contain_text("Operator")
    expect(page.locator(".ticket-changed")).to_have_count(0)
    expect(page.locator("#reply-body")).to_have_value("Réponse en cours")


def test_a_timer_runs_over_a_reload_and_becomes_a_time_entry(visit, tickets, technician):
    page = visit(f"/tickets/{tickets[1].number}/", **DESK)
    page.locator("#do-timer_start").click()
    expect(page.locator("#side-time [data-timer]")).to_be_visible()
    expect(page.locator("#topbar-timer")).to_contain_text(str(tickets[1].number))
    page.goto(page.url.split("/tickets/")[0] + "/tickets/")
    page.locator("#topbar-timer a").last.click()
    expect(page.locator("#timer_stop-minutes")).to_be_focused()
    page.goto(page.url.split("?")[0])
    page.locator("#edit-timer_stop").click()
    expect(page.locator("#timer_stop-minutes")).to_have_value("1")
    page.locator("#timer_stop-minutes").fill("12")
    page.keyboard.press("Enter")
    expect(page.locator("#side-time .time-entries")).to_be_visible()
    expect(page.locator("#topbar-timer")).to_be_hidden()
    entry = TimeEntry.objects.get()
    assert (entry.ticket, entry.minutes, entry.technician) == (tickets[1], 12, technician)


def test_a_problem_is_opened_from_an_incident_and_one_solution_resolves_all(visit, tickets, technician):
    page = visit(f"/tickets/{tickets[0].number}/", **DESK)
    page.locator("#do-menu").click()
    page.locator("#edit-problem").click()
    page.locator("#problem-title").fill("Pourquoi la scie s'arrête")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text("Pourquoi la scie s'arrête")
    expect(page.locator("#side-causes .ticket-link-title")).to_have_text("Scie arrêtée")
    problem = Ticket.objects.get(kind=Kind.PROBLEM)
    link_tickets(ticket=tickets[2], other=problem, kind=LinkKind.PROBLEM, by=technician, at=timezone.now())
    page.goto(f"/tickets/{problem.number}/")
    expect(page.locator("#side-causes .ticket-link")).to_have_count(2)
    assert faults(page) == []
    page.locator("#edit-resolve_all").click()
    page.locator("#resolve_all-solution").fill("Moteur remplacé.")
    page.keyboard.press("Control+Enter")
    expect(page.locator("[data-result=done]")).to_have_count(3)
    assert faults(page) == []
    statuses = Ticket.objects.filter(pk__in=[tickets[0].pk, tickets[2].pk, problem.pk])
    assert set(statuses.values_list("status", flat=True)) == {Status.RESOLVED}


def test_without_a_script_a_mistake_comes_back_open_and_the_verb_still_works(visit, tickets, complaints):
    page = visit(f"/tickets/{tickets[1].number}/", java_script_enabled=False, **DESK)
    page.locator("#edit-title").click()
    page.locator("#title-title").fill("ab ")
    page.locator("#title-title").evaluate("field => field.removeAttribute('minlength')")
    page.locator("#property-title button").click()
    expect(page.locator("#title-title_error")).to_be_visible()
    assert "422" in complaints.pop()
    page.locator("#title-title").fill("Nouveau poste de travail")
    page.locator("#property-title button").click()
    expect(page.locator("h1")).to_contain_text("Nouveau poste de travail")
    page.locator("#do-menu").click()
    page.locator("#edit-merge").click()
    page.locator("#merge-into").fill("999999")
    page.locator(".merge-ask button").click()
    expect(page.locator("#merge-into_error")).to_be_visible()
    page.locator("#merge-into").fill(str(tickets[0].number))
    page.locator(".merge-ask button").click()
    assert tickets[1].is_open
    page.locator("form[action$='/merge/'] button").click()
    expect(page.locator(".toast")).to_be_visible()
    tickets[1].refresh_from_db()
    assert tickets[1].status == Status.MERGED
