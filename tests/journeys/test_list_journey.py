"""A list by keyboard: walk, select, change together; and it follows what others do, without moving under the hand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.conftest import Cast
from tickets.actions.prioritize import change_priority
from tickets.models import SavedView, Ticket

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Clock = Callable[..., dt.datetime]
NUMBERS = "rows => rows.map(row => Number(row.dataset.number))"


@pytest.fixture
def tickets(cast: Cast, open_ticket: Callable[..., Ticket], clock: Clock) -> list[Ticket]:
    """Four that are due one after the other, as an English reader sees them at 10:30."""
    cast.operator.language = "en"
    cast.operator.save()
    opened = [open_ticket(priority=priority) for priority in ("critical", "high", "medium", "low")]
    clock("10:30")
    return opened


def numbers(page: Page) -> list[int]:
    return list(page.locator(".ticket-row").evaluate_all(NUMBERS))


def chosen(page: Page) -> list[int]:
    return list(page.locator(".ticket-row:has(.check:checked)").evaluate_all(NUMBERS))


def hear(page: Page) -> None:
    """What the line says every few seconds, now."""
    page.evaluate("document.body.dispatchEvent(new CustomEvent('live:changed', { bubbles: true }))")


def test_lines_are_walked_selected_and_changed_by_keyboard_alone(
    tickets: list[Ticket], cast: Cast, as_user: Callable[..., Page]
) -> None:
    page = as_user(cast.operator)
    page.goto("/tickets/")
    shown = numbers(page)
    assert shown == [ticket.number for ticket in tickets]
    bar = page.locator("[data-bulk]")
    expect(bar).to_be_hidden()
    for key in ("j", "x", "j", "j", "Shift+X"):
        page.keyboard.press(key)
    assert chosen(page) == shown[:3]
    expect(bar.locator("[data-bulk-count]")).to_have_text("3 tickets selected")
    page.keyboard.press("a")
    assert chosen(page) == shown
    page.keyboard.press("Escape")
    assert chosen(page) == []
    expect(bar).to_be_hidden()
    page.keyboard.press("x")
    bar.locator("[value=assign]").press("Enter")
    dialog = page.locator("dialog[open]")
    dialog.locator("[name=technician]").select_option(label="Technician")
    dialog.locator("[name=sure]").press("Enter")
    expect(page.locator("dialog[open] h2")).to_contain_text("1 ticket changed.")
    page.keyboard.press("Escape")
    expect(page.locator(f"#ticket-{shown[2]} .ticket-who-name")).to_have_text("Technician")
    assert Ticket.objects.get(pk=shown[2]).technician == cast.technician


def test_a_list_without_a_script_selects_asks_and_says_what_became_of_each(
    tickets: list[Ticket], cast: Cast, as_user: Callable[..., Page]
) -> None:
    page = as_user(cast.operator, java_script_enabled=False)
    page.goto("/tickets/?priority=low&priority=high")
    for box in page.locator(".ticket-row .check").all():
        box.check()
    page.locator("#bulk [value=prioritize]").click()
    page.locator("[name=priority][value=critical]").check()
    page.locator("[name=sure]").click()
    expect(page.locator("h1")).to_have_text("2 tickets changed.")
    page.locator("[data-bulk-close]").click()
    assert page.url.endswith("/tickets/?priority=high&priority=low")
    assert set(Ticket.objects.filter(priority="critical")) == {tickets[0], tickets[1], tickets[3]}


def test_a_list_follows_others_and_never_moves_under_the_pointer(
    tickets: list[Ticket], cast: Cast, as_user: Callable[..., Page], open_ticket: Callable[..., Ticket], clock: Clock
) -> None:
    page = as_user(cast.operator)
    page.goto("/tickets/")
    before = numbers(page)
    page.locator(".ticket-row").nth(1).hover()
    now = clock("10:31")
    change_priority(ticket=tickets[2], priority="critical", by=cast.technician, at=now)
    new = open_ticket(priority="critical", title="Tout est arrêté", at=now)
    hear(page)
    expect(page.locator(f"#ticket-{tickets[2].number} .priority")).to_have_attribute("data-level", "critical")
    button = page.locator("[data-list-news] button")
    expect(button).to_have_text("1 new ticket")
    assert numbers(page) == before
    button.click()
    expect(page.locator(f"#ticket-{new.number}")).to_be_visible()
    page.mouse.move(5, 5)
    page.evaluate("document.activeElement.blur()")
    other = open_ticket(priority="critical", title="Encore", at=now)
    hear(page)
    expect(page.locator(f"#ticket-{other.number}")).to_be_visible()


def test_the_filters_unfold_by_keyboard_and_the_list_is_saved_as_a_view(
    tickets: list[Ticket], cast: Cast, as_user: Callable[..., Page]
) -> None:
    page = as_user(cast.operator)
    page.goto("/tickets/")
    page.keyboard.press("f")
    form = page.locator(".list-filter")
    form.locator("[name=priority][value=high]").check()
    form.locator("[name=apply]").click()
    expect(page.locator(".ticket-row")).to_have_count(1)
    assert page.url.endswith("/tickets/?priority=high")
    page.locator(".list-tools summary").first.click()
    page.locator("#view-new-name").fill("Graves")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text("Graves")
    assert (SavedView.objects.get().query, numbers(page)) == ("priority=high", [tickets[1].number])
