"""An administrator's hour: paint a calendar, see what it touches, watch it done; a policy, a ladder, a trial."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from administration.actions.carry_out import carry_out_next
from administration.models import SettingChange, SettingJob
from sla.models import Calendar, Policy
from sla.seeds import BUSINESS_HOURS, CARRIER, STANDARD
from tests.conftest import Cast
from tickets.choices import EventKind
from tickets.models import Event, Ticket

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SECOND = dt.timedelta(seconds=1)


@pytest.fixture
def page(clock: Callable[..., dt.datetime], cast: Cast, as_user: Callable[..., Page]) -> Page:
    """An administrator who reads English, on a Monday at 11:00."""
    clock("11:00")
    cast.administrator.language = "en"
    cast.administrator.save()
    return as_user(cast.administrator)


@pytest.fixture
def business_hours(db: None) -> Calendar:
    return Calendar.objects.get(name=BUSINESS_HOURS)


def hours(page: Page, day: int) -> str:
    return page.locator("[data-paint-text]").nth(day).input_value()


def stroke(page: Page, day: int, from_hour: float, until_hour: float) -> None:
    """Drag over a day, from the middle of one half hour to the middle of another."""
    strip = page.locator("[data-paint-strip]").nth(day)
    strip.scroll_into_view_if_needed()
    box = strip.bounding_box()
    assert box
    y = box["y"] + box["height"] / 2
    first, last = (box["x"] + box["width"] * (hour + 0.25) / 24 for hour in (from_hour, until_hour - 0.5))
    page.mouse.move(first, y)
    page.mouse.down()
    page.mouse.move((first + last) / 2, y)
    page.mouse.move(last, y)
    page.mouse.up()


def test_a_week_is_painted_with_the_mouse(page: Page, business_hours: Calendar) -> None:
    page.goto(f"/settings/calendars/{business_hours.pk}/")
    stroke(page, 5, 8, 12)
    assert hours(page, 5) == "8:00-12:00"
    expect(page.locator("[data-paint-sum]")).to_contain_text("41 h 30")
    page.locator("[data-brush=close]").click()
    stroke(page, 0, 16, 18)
    assert hours(page, 0) == "9:00-12:30, 14:00-16:00"
    assert hours(page, 1) == "9:00-12:30, 14:00-18:00"


def test_painting_goes_over_midnight_and_leaves_exact_minutes(page: Page, business_hours: Calendar) -> None:
    page.goto(f"/settings/calendars/{business_hours.pk}/")
    page.locator("[data-paint-text]").first.fill("9:07-12:31")
    stroke(page, 0, 22, 24)
    stroke(page, 1, 0, 6)
    assert hours(page, 0) == "9:07-12:31, 22:00-6:00"
    assert hours(page, 1) == "9:00-12:30, 14:00-18:00"
    page.locator("[data-brush=close]").click()
    stroke(page, 1, 0, 2)
    assert hours(page, 0) == "9:07-12:31, 22:00-24:00"
    assert hours(page, 1) == "2:00-6:00, 9:00-12:30, 14:00-18:00"


def test_a_week_is_painted_by_keyboard(page: Page, business_hours: Calendar) -> None:
    page.goto(f"/settings/calendars/{business_hours.pk}/")
    page.locator("[data-paint-board]").focus()
    for key in ["ArrowDown"] * 5 + ["Space"] + ["Shift+ArrowRight"] * 3:
        page.keyboard.press(key)
    assert hours(page, 5) == "9:00-11:00"
    expect(page.locator("[data-paint-status]")).to_contain_text("Saturday 10:00–11:00: open")
    for key in ("f", "Space"):
        page.keyboard.press(key)
    assert hours(page, 5) == "9:00-10:30"


def test_the_year_and_the_deadline_follow_what_is_painted(page: Page, business_hours: Calendar) -> None:
    page.goto(f"/settings/calendars/{business_hours.pk}/")
    page.locator("#try-opened_at").fill("2026-10-12T11:45")
    page.locator("#try-promise").fill("2 h")
    page.get_by_role("button", name="Explain the deadline").click()
    expect(page.locator(".try-result b")).to_contain_text("15:15")
    stroke(page, 0, 12, 14.5)
    expect(page.locator(".try-result b")).to_contain_text("13:45")
    stroke(page, 5, 8, 12)
    expect(page.locator("#year-title")).to_contain_text("303 days")
    page.get_by_role("button", name="2027").click()
    expect(page.locator("#year-title")).to_contain_text("The year 2027")
    assert hours(page, 5) == "8:00-12:00"


def test_an_edit_is_looked_at_confirmed_watched_and_done(
    page: Page, business_hours: Calendar, open_ticket: Callable[..., Ticket], clock: Callable[..., dt.datetime]
) -> None:
    for priority in ("high", "low"):
        open_ticket(priority=priority)
    page.goto(f"/settings/calendars/{business_hours.pk}/")
    stroke(page, 5, 8, 12)
    page.get_by_role("button", name="Look at what it changes").click()
    expect(page.locator(".differences ins")).to_have_text("8:00-12:00")
    expect(page.locator(".impact").first).to_contain_text(re.compile(r"4 running clocks will be planned anew"))
    page.get_by_role("button", name="Back to the form").click()
    assert hours(page, 5) == "8:00-12:00"
    page.get_by_role("button", name="Look at what it changes").click()
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#job progress")).to_be_visible()
    assert not Event.objects.filter(kind=EventKind.REPLANNED).exists()
    carry_out_next(at=clock("11:01"))
    expect(page.locator(".job-result")).to_contain_text("2 tickets were planned anew")
    page.get_by_role("link", name="History").click()
    expect(page.locator(".differences ins")).to_have_text("8:00-12:00")
    assert SettingChange.objects.count() == SettingJob.objects.count() == 1


def test_a_closure_is_added_and_a_promise_and_a_level_are_changed(
    page: Page, business_hours: Calendar, clock: Callable[..., dt.datetime]
) -> None:
    page.goto(f"/settings/calendars/{business_hours.pk}/")
    page.get_by_role("button", name="Add a closure").click()
    page.locator("[name=closures-0-name]").fill("Pont")
    page.locator("[name=closures-0-from_date]").fill("2026-12-24")
    page.locator("[name=closures-0-until_date]").fill("2026-12-24")
    confirm(page)
    policy, carrier = Policy.objects.get(name=STANDARD), Policy.objects.get(name=CARRIER)
    page.goto(f"/settings/policies/{policy.pk}/")
    page.get_by_label("High, Resolution: time").fill("1 h 30")
    confirm(page)
    page.goto(f"/settings/ladders/{carrier.pk}/")
    page.get_by_label("High, First response: late by").first.fill("10 min")
    confirm(page)
    done = [carry_out_next(at=clock("11:01")) for _ in range(3)]
    assert [job.error for job in done if job] == ["", "", ""]
    assert business_hours.closures.get().name == "Pont"
    assert policy.targets.get(metric="resolution", priority="high").duration == dt.timedelta(hours=1.5)
    rung = carrier.ladder.levels.get(number=1).rungs.get(metric="response", priority="high")
    assert rung.offset == dt.timedelta(minutes=10)


def test_without_script_the_hours_are_written(
    clock: Callable[..., dt.datetime], cast: Cast, as_user: Callable[..., Page], business_hours: Calendar
) -> None:
    clock("11:00")
    page = as_user(cast.administrator, java_script_enabled=False)
    page.goto(f"/settings/calendars/{business_hours.pk}/")
    page.locator("[name=seasons-0-day_5]").fill("8h-12h")
    page.locator("button[value=closures]").click()
    expect(page.locator("[name=closures-0-name]")).to_be_visible()
    page.locator("button[value=review]").click()
    expect(page.locator(".differences ins")).to_have_text("8:00-12:00")
    page.locator("button[value=save]").click()
    assert SettingJob.objects.get().wanted["values"]["seasons"][0]["weekly"]["5"] == [["08:00", "12:00"]]


def confirm(page: Page) -> None:
    page.get_by_role("button", name="Look at what it changes").click()
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#job progress")).to_be_visible()
