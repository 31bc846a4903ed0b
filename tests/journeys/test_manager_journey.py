"""A manager's morning: from a number of the wall to its tickets, to whom they go, and what the month's sheet says."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from escalation.actions.sweep import sweep
from tests.conftest import Cast
from tickets.models import SavedView, Ticket

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Clock = Callable[..., dt.datetime]
AsUser = Callable[..., Page]
NUMBERS = "rows => rows.map(row => Number(row.dataset.number))"


@pytest.fixture
def late(cast: Cast, open_ticket: Callable[..., Ticket], clock: Clock) -> list[Ticket]:
    """Two critical tickets that nobody answered, and a third that has time; two hours later, in English."""
    cast.manager.language = "en"
    cast.manager.save()
    tickets = [open_ticket(priority="critical", title=title) for title in ("Standard muet", "Serveur éteint")]
    open_ticket(priority="low", title="Nouvel écran")
    sweep(at=clock("12:05"))
    return tickets


def number(page: Page, label: str) -> str:
    return page.locator(".wall-number", has=page.get_by_text(label, exact=True)).locator(".wall-value").inner_text()


def test_what_is_late_is_given_to_somebody_and_kept_as_a_view_of_the_house(
    late: list[Ticket], cast: Cast, as_user: AsUser
) -> None:
    page = as_user(cast.manager)
    page.goto("/wall/")
    assert [number(page, label) for label in ("Late", "At risk", "Escalated")] == ["2", "0", "2"]
    page.locator(".wall-number[data-tone=overdue]").click()
    expect(page.locator(".ticket-row")).to_have_count(2)
    assert set(page.locator(".ticket-row").evaluate_all(NUMBERS)) == {ticket.number for ticket in late}

    page.wait_for_load_state()
    page.keyboard.press("a")
    page.locator("[data-bulk] [value=assign]").press("Enter")
    dialog = page.locator("dialog[open]")
    dialog.locator("[name=technician]").select_option(label="Technician")
    dialog.locator("[name=sure]").press("Enter")
    expect(page.locator("dialog[open] h2")).to_contain_text("2 tickets changed.")
    assert {Ticket.objects.get(pk=ticket.pk).technician for ticket in late} == {cast.technician}

    page.keyboard.press("Escape")
    page.locator(".list-tools summary").first.click()
    page.locator("#view-new-name").fill("Late now")
    page.locator("form:has(#view-new-name) [name=is_shared]").check()
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text("Late now")
    assert (SavedView.objects.get().is_shared, SavedView.objects.get().query) == (True, "clock=overdue")
    others = as_user(cast.operator)
    others.goto("/tickets/")
    expect(others.locator(".rail-link", has_text="Late now")).to_be_visible()


def test_the_wall_fills_the_screen_and_comes_up_to_date_by_itself(
    late: list[Ticket], cast: Cast, as_user: AsUser, open_ticket: Callable[..., Ticket], clock: Clock
) -> None:
    page = as_user(cast.manager)
    page.goto("/wall/")
    page.locator("[data-full-screen]").click()
    expect(page.locator(".rail")).to_be_hidden()
    expect(page.locator("#wall-leave")).to_be_visible()
    assert page.url.endswith("/wall/?screen")
    open_ticket(priority="high", title="Plus de messagerie", at=clock("12:06"))
    clock("14:40")
    page.evaluate("htmx.ajax('GET', '/wall/?screen', { target: '#wall', swap: 'outerHTML' })")
    expect(page.locator(".wall-due")).to_contain_text("Plus de messagerie")
    page.keyboard.press("Escape")
    page.locator("[data-full-screen]").click()
    expect(page.locator(".rail")).to_be_visible()
    assert page.url.endswith("/wall/")


def test_an_escalation_is_acknowledged_and_a_figure_of_the_sheet_leads_to_its_tickets(
    late: list[Ticket], cast: Cast, as_user: AsUser
) -> None:
    page = as_user(cast.manager)
    page.goto("/wall/")
    page.locator(".rail-link[href='/escalations/']").click()
    waiting = page.locator("form[action$='/acknowledge/']")
    expect(waiting).to_have_count(2)
    waiting.first.locator("button").click()
    expect(waiting).to_have_count(1)
    page.locator(".rail-link[href='/reports/compliance/']").click()
    page.locator("a[href*='verdict=missed'][href*='metric=response']").first.click()
    expect(page.locator("main")).to_contain_text("Standard muet")
    expect(page.locator("main")).to_contain_text("Serveur éteint")
    expect(page.locator("main")).not_to_contain_text("Nouvel écran")
