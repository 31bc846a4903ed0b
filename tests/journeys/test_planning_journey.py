"""The planning in a real browser: visits are dragged, stretched, moved by keyboard, refused, and put back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from interventions.actions.plan import Appointment, Errand, move_intervention, plan_intervention
from interventions.models import Intervention
from tests.conftest import PARIS, Cast
from tickets.actions.schedule import schedule_ticket
from tickets.models import Ticket, User
from tickets.seeds import technician

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
HOUR = dt.timedelta(hours=1)
WEEK, DAY = "/interventions/?week=2026-W42", "/interventions/?day=2026-10-13"


def paris(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(f"2026-10-{text}").replace(tzinfo=PARIS)


@pytest.fixture
def other(cast: Cast) -> User:
    """A technician whose line is right above that of the cast."""
    return technician("Philippe")


@pytest.fixture
def plan(cast: Cast, open_ticket: Callable[..., Ticket], at: dt.datetime) -> Callable[..., Intervention]:
    def planned(start: str, *technicians: User) -> Intervention:
        appointment = Appointment(paris(start), paris(start) + HOUR, technicians or [cast.technician])
        given = {"appointment": appointment, "errand": Errand("Remplacer l’onduleur"), "by": cast.operator, "at": at}
        return plan_intervention(ticket=open_ticket(), **given)

    return planned


@pytest.fixture
def office(as_user: Callable[..., Page], cast: Cast, clock: Callable[..., dt.datetime]) -> Page:
    """The operator's browser, on Monday at ten."""
    return as_user(cast.operator, viewport={"width": 1440, "height": 1100})


def shown(page: Page, visit: Intervention) -> Locator:
    return page.locator(f".visit[data-visit='{visit.pk}']")


def cell(page: Page, person: User, number: int = 0) -> Locator:
    return page.locator(f"[data-cell][data-technician='{person.pk}']").nth(number)


def drag(page: Page, what: Locator, x: float, y: float) -> None:
    """From a third below its upper edge to a point of the page."""
    box = what.bounding_box()
    assert box
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + min(box["height"] / 3, 12))
    page.mouse.down()
    page.mouse.move(x, y, steps=4)
    page.mouse.up()


def drag_to(page: Page, what: Locator, where: Locator) -> None:
    box = where.bounding_box()
    assert box
    drag(page, what, box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)


def times(visit: Intervention) -> tuple[dt.datetime, dt.datetime]:
    visit.refresh_from_db()
    return visit.starts_at, visit.ends_at


def undo_of(page: Page) -> Locator:
    return page.locator("[data-undo]")


def test_a_visit_is_dragged_to_another_day_and_person_and_put_back(office, plan, cast, other):
    visit = plan("13T09:00")
    office.goto(WEEK)
    drag_to(office, shown(office, visit), cell(office, other, 3))
    expect(undo_of(office)).to_contain_text("Philippe")
    assert times(visit) == (paris("15T09:00"), paris("15T10:00"))
    assert list(visit.technicians.all()) == [other]
    expect(cell(office, other, 3).locator(".visit")).to_be_focused()
    undo_of(office).get_by_role("button", name="Undo").click()
    expect(cell(office, cast.technician, 1).locator(".visit")).to_be_visible()
    assert times(visit) == (paris("13T09:00"), paris("13T10:00"))
    assert list(visit.technicians.all()) == [cast.technician]


def test_a_visit_is_moved_and_stretched_to_scale(office, plan, cast):
    visit = plan("13T09:00")
    office.goto(DAY)
    column = cell(office, cast.technician).bounding_box()
    hour = column["height"] / 11
    box = shown(office, visit).bounding_box()
    drag(office, shown(office, visit), box["x"] + box["width"] / 2, box["y"] + 12 + 2 * hour)
    expect(undo_of(office)).to_be_visible()
    assert times(visit) == (paris("13T11:00"), paris("13T12:00"))
    edge = shown(office, visit).locator("[data-edge]").bounding_box()
    office.mouse.move(edge["x"] + 20, edge["y"] + 2)
    office.mouse.down()
    office.mouse.move(edge["x"] + 20, edge["y"] + 2 + hour / 2, steps=4)
    office.mouse.up()
    expect(shown(office, visit).locator("[data-times]")).to_have_text("11:00 – 12:30")
    expect(undo_of(office)).to_contain_text("12:30")
    assert times(visit) == (paris("13T11:00"), paris("13T12:30"))


def test_a_visit_is_moved_by_keyboard_and_each_step_is_said(office, plan, cast, other):
    visit = plan("13T09:00")
    office.goto(WEEK)
    said = office.locator("#planning-said")
    shown(office, visit).focus()
    for key in ("ArrowDown", "ArrowRight", "PageUp", "Shift+ArrowDown"):
        office.keyboard.press(key)
    expect(said).to_contain_text("mercredi 14 octobre, 9:15 – 10:30, Philippe")
    assert times(visit) == (paris("13T09:00"), paris("13T10:00"))
    office.keyboard.press("Escape")
    expect(said).to_contain_text("Taken back")
    expect(cell(office, cast.technician, 1).locator(".visit")).to_be_focused()
    for key in ("ArrowDown", "ArrowRight", "PageUp", "Shift+ArrowDown", "Enter"):
        office.keyboard.press(key)
    expect(undo_of(office)).to_be_visible()
    assert times(visit) == (paris("14T09:15"), paris("14T10:30"))
    assert list(visit.technicians.all()) == [other]
    expect(cell(office, other, 2).locator(".visit")).to_be_focused()
    office.keyboard.press("Enter")
    expect(office).to_have_url(f"{office.url.split('/interventions')[0]}/interventions/{visit.pk}/")


def test_a_move_that_is_not_confirmed_is_taken_back(office, plan, cast):
    visit = plan("13T09:00")
    office.goto(WEEK)
    shown(office, visit).focus()
    office.keyboard.press("ArrowDown")
    office.keyboard.press("Tab")
    expect(shown(office, visit).locator("[data-times]")).to_have_text("9:00 – 10:00")
    expect(shown(office, visit)).not_to_have_attribute("data-pending", "")


def test_a_clash_puts_it_back_and_offers_a_free_time(office, plan, cast, complaints):
    visit, taken = plan("13T09:00"), plan("14T09:30")
    office.goto(WEEK)
    drag_to(office, shown(office, visit), cell(office, cast.technician, 2))
    dialog = office.locator("#clash")
    expect(dialog).to_contain_text("Technician is at Clinique des Tamarins")
    expect(cell(office, cast.technician, 1).locator(".visit")).to_have_count(1)
    assert times(visit) == (paris("13T09:00"), paris("13T10:00"))
    dialog.locator(".button-primary").click()
    expect(undo_of(office)).to_contain_text("10:30")
    expect(dialog).to_be_hidden()
    assert times(visit) == (paris("14T10:30"), paris("14T11:30"))
    assert times(taken) == (paris("14T09:30"), paris("14T10:30"))
    conflicts_were_said(complaints)


def test_over_a_clash_one_plans_on_purpose_alone(office, plan, cast, complaints):
    visit, _taken = plan("13T09:00"), plan("14T09:30")
    office.goto(WEEK)
    drag_to(office, shown(office, visit), cell(office, cast.technician, 2))
    dialog = office.locator("#clash")
    dialog.get_by_role("button", name="Plan over it").click()
    expect(dialog).to_be_visible()
    dialog.get_by_role("checkbox").check()
    dialog.get_by_role("button", name="Plan over it").click()
    expect(office.locator(".plan-alert")).to_contain_text("Technician")
    assert times(visit) == (paris("14T09:00"), paris("14T10:00"))
    assert list(visit.crew.values_list("blocks", flat=True)) == [False]
    conflicts_were_said(complaints)


def test_what_somebody_else_moved_meanwhile_is_put_back_with_a_sentence(office, plan, cast, at, complaints):
    visit = plan("13T09:00")
    office.goto(WEEK)
    elsewhere = Appointment(paris("16T09:00"), paris("16T10:00"), [cast.technician])
    move_intervention(intervention=visit, appointment=elsewhere, by=cast.manager, at=at)
    drag_to(office, shown(office, visit), cell(office, cast.technician, 2))
    expect(office.locator("#toasts")).to_contain_text("Somebody else moved this visit meanwhile")
    expect(cell(office, cast.technician, 1).locator(".visit")).to_have_count(1)
    assert times(visit) == (paris("16T09:00"), paris("16T10:00"))
    conflicts_were_said(complaints)


def test_without_network_it_is_put_back_and_said(office, plan, cast, complaints):
    visit = plan("13T09:00")
    office.goto(WEEK)
    office.context.set_offline(True)
    drag_to(office, shown(office, visit), cell(office, cast.technician, 2))
    expect(office.get_by_text("The server does not answer")).to_be_in_viewport()
    expect(cell(office, cast.technician, 1).locator(".visit")).to_have_count(1)
    expect(shown(office, visit)).not_to_have_attribute("aria-busy", "true")
    office.context.set_offline(False)
    assert times(visit) == (paris("13T09:00"), paris("13T10:00"))
    expected = ("ERR_INTERNET_DISCONNECTED", "htmx:")
    assert [heard for heard in complaints if not any(word in heard for word in expected)] == []
    complaints.clear()


def test_what_is_dropped_beside_the_planning_stays(office, plan, cast):
    visit = plan("13T09:00")
    office.goto(WEEK)
    drag_to(office, shown(office, visit), office.locator(".topbar"))
    expect(cell(office, cast.technician, 1).locator(".visit")).to_have_count(1)
    expect(shown(office, visit)).not_to_have_attribute("data-pending", "")
    assert times(visit) == (paris("13T09:00"), paris("13T10:00"))


def test_a_night_visit_is_taken_hold_of_on_its_second_day(office, plan, cast):
    visit = plan("13T23:30")
    office.goto("/interventions/?day=2026-10-14&whole=1")
    column, box = cell(office, cast.technician).bounding_box(), shown(office, visit).bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + 4
    office.mouse.move(x, y)
    office.mouse.down()
    office.mouse.move(x, y + column["height"] / 24, steps=4)
    office.mouse.up()
    expect(undo_of(office)).to_be_visible()
    assert times(visit) == (paris("14T00:30"), paris("14T01:30"))


def test_what_waits_is_dragged_onto_an_hour_and_planned(office, open_ticket, cast, at):
    ticket = schedule_ticket(ticket=open_ticket(), by=cast.operator, at=at)
    office.goto(DAY)
    todo = office.locator(f"[data-todo='{ticket.number}']")
    todo.scroll_into_view_if_needed()
    column = cell(office, cast.technician).bounding_box()
    start, hour = todo.bounding_box(), column["height"] / 11
    office.mouse.move(start["x"] + 200, start["y"] + 10)
    office.mouse.down()
    office.mouse.move(column["x"] + 20, column["y"] + 7 * hour + 2, steps=4)
    office.mouse.up()
    expect(office.locator("[name=starts_at]")).to_have_value("2026-10-13T15:00")
    office.get_by_role("button", name="Plan the visit").click()
    expect(office.locator(".visit")).to_have_count(1)
    visit = Intervention.objects.get()
    assert (visit.ticket, list(visit.technicians.all())) == (ticket, [cast.technician])
    assert times(visit) == (paris("13T15:00"), paris("13T16:00"))
    expect(office.locator("[data-todo]")).to_have_count(0)


def test_the_hour_that_comes_twice_is_walked_through_twice(office, plan, cast):
    visit = plan("25T02:00")
    office.goto("/interventions/?day=2026-10-25&whole=1")
    shown(office, visit).focus()
    seen = []
    for _step in range(8):
        office.keyboard.press("ArrowDown")
        seen.append(shown(office, visit).locator("[data-times]").inner_text().split(" –")[0])
    assert seen == ["2:15", "2:30", "2:45", "2:00", "2:15", "2:30", "2:45", "3:00"]
    office.keyboard.press("Enter")
    expect(undo_of(office)).to_be_visible()
    assert times(visit)[0] == paris("25T03:00")


def test_the_end_follows_the_start_in_the_form(office, open_ticket):
    office.goto(f"/interventions/plan/?ticket={open_ticket().number}")
    office.locator("[name=starts_at]").fill("2026-10-14T15:30")
    office.locator("[name=starts_at]").blur()
    expect(office.locator("[name=ends_at]")).to_have_value("2026-10-14T16:30")


def test_without_a_script_a_visit_is_planned_moved_and_put_back(
    new_page, live_server, as_user, cast, open_ticket, clock
):
    page = as_user(cast.operator, java_script_enabled=False)
    page.goto(f"/interventions/plan/?ticket={open_ticket().number}")
    page.get_by_role("button", name="Plan the visit").click()
    visit = Intervention.objects.get()
    before = times(visit)
    page.locator("#times-starts_at").fill("2026-10-14T09:00")
    page.locator("#times-ends_at").fill("2026-10-14T10:30")
    page.get_by_role("button", name="Move the visit").click()
    expect(page.locator("[data-undo]")).to_contain_text("10:30")
    assert times(visit) == (paris("14T09:00"), paris("14T10:30"))
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("#toasts")).to_contain_text("It is where it was")
    assert times(visit) == before


def conflicts_were_said(complaints: list[str]) -> None:
    """The browser writes down each answer of 409, and nothing else was wrong."""
    assert complaints
    assert [heard for heard in complaints if "409" not in heard] == []
    complaints.clear()
