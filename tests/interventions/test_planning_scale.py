"""A day drawn to scale: nights, and days on which the clocks change."""

from __future__ import annotations

import datetime as dt

import pytest
from django.http import QueryDict
from django.utils import timezone

from interventions.presentation.planning import Shown
from interventions.presentation.scale import HALF_HOUR, column_of, scale_of_day, side_by_side
from interventions.queries.planning import board
from tests.conftest import PARIS
from tests.interventions.conftest import HOUR, paris
from tickets.roster import days_of_week

pytestmark = pytest.mark.django_db
MONDAY = dt.date(2026, 10, 12)


def day_of(date: str):
    """A day in Paris, as the planning reads it."""
    found = dt.date.fromisoformat(date)
    week = days_of_week(found - dt.timedelta(days=found.weekday()), PARIS)
    return next(day for day in week if day.date == found)


@pytest.mark.parametrize(
    ("date", "half_hours", "written"),
    [
        ("2026-10-13", 48, ["0:00", "1:00", "2:00", "3:00"]),
        ("2026-10-25", 50, ["0:00", "1:00", "2:00", "2:00"]),
        ("2026-03-29", 46, ["0:00", "1:00", "3:00", "4:00"]),
    ],
)
def test_a_day_has_a_line_for_each_half_hour_that_it_has(date, half_hours, written, settings):
    with timezone.override(PARIS):
        marks = scale_of_day(day_of(date), [], whole=True).marks
        shown = [f"{timezone.localtime(mark.at):%-H:%M}" for mark in marks if mark.is_hour]
    assert (len(marks), shown[:4]) == (half_hours, written)
    assert marks[1].at - marks[0].at == HALF_HOUR


def test_a_visit_over_midnight_stands_on_both_days_to_scale(plan, cast):
    visit = plan(starts_at=paris("2026-10-13T22:00"), ends_at=paris("2026-10-14T03:00"))
    days = [day_of("2026-10-13"), day_of("2026-10-14")]
    row = board(days, [cast.technician]).rows[0]
    parts = [cell.parts[0] for cell in row.cells]
    assert [(part.began_before, part.goes_on) for part in parts] == [(False, True), (True, False)]
    assert row.on_site == visit.ends_at - visit.starts_at
    boxes = [
        column_of(cell, scale_of_day(day, [cell], whole=True)).visits[0][1]
        for day, cell in zip(days, row.cells, strict=True)
    ]
    assert [(box.y, box.height) for box in boxes] == [("91.667%", "8.333%"), ("0.000%", "12.500%")]


def test_an_hour_that_comes_twice_is_drawn_twice(plan, cast):
    plan(starts_at=paris("2026-10-25T01:00"), ends_at=paris("2026-10-25T04:00"))
    day = day_of("2026-10-25")
    cell = board([day], [cast.technician]).rows[0].cells[0]
    box = column_of(cell, scale_of_day(day, [cell], whole=True)).visits[0][1]
    assert (box.y, box.height) == ("4.000%", "16.000%")


def test_what_overlaps_is_drawn_side_by_side(plan, cast, at):
    first = plan(ends_at=at + 26 * HOUR)
    plan(starts_at=first.starts_at + HOUR, despite=True)
    plan(starts_at=first.ends_at)
    cell = board([day_of("2026-10-13")], [cast.technician]).rows[0].cells[0]
    assert [(lane, lanes) for _part, lane, lanes in side_by_side(cell.parts)] == [(0, 2), (1, 2), (0, 1)]


def test_a_day_is_shown_from_the_hour_before_work_to_the_hour_after(plan, cast):
    plan(starts_at=paris("2026-10-13T19:15"), ends_at=paris("2026-10-13T20:15"))
    day = day_of("2026-10-13")
    window = scale_of_day(day, board([day], [cast.technician]).rows[0].cells).window
    assert [timezone.localtime(edge, PARIS).hour for edge in window] == [8, 22]


def test_an_address_says_what_is_shown_and_back():
    for query in ("week=2026-W42", "day=2026-10-14&technician=3&technician=5", "day=2026-10-14&whole=1"):
        assert Shown.asked(QueryDict(query), MONDAY).query == query
