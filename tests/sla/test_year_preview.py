"""The preview of a calendar's year."""

from __future__ import annotations

import datetime as dt

import pytest

from sla.models import Calendar, Closure, SpecialOpening
from sla.queries import year_preview
from sla.seeds import BUSINESS_HOURS, ROUND_THE_CLOCK

HOUR = dt.timedelta(hours=1)


@pytest.fixture
def calendar(db: None) -> Calendar:
    return Calendar.objects.get(name=BUSINESS_HOURS)


def day(calendar: Calendar, date: dt.date):
    return next(day for day in year_preview(calendar, date.year).days if day.date == date)


def test_a_year_has_every_date_once(calendar):
    assert len(year_preview(calendar, 2026).days) == 365
    assert len(year_preview(calendar, 2028).days) == 366


def test_a_working_day_has_seven_and_a_half_hours(calendar):
    assert day(calendar, dt.date(2026, 10, 12)).open_for == 7.5 * HOUR


def test_holidays_and_closures_are_named_and_closed(calendar):
    Closure.objects.create(
        calendar=calendar, name="Pont", from_date=dt.date(2026, 7, 13), until_date=dt.date(2026, 7, 13)
    )
    preview = year_preview(calendar, 2026)
    named = {day.date: day for day in preview.named_days}
    assert named[dt.date(2026, 7, 13)].name == "Pont"
    assert named[dt.date(2026, 7, 14)].open_for == dt.timedelta(0)
    assert len(named) == 12


def test_a_holiday_that_is_worked_keeps_its_name(calendar):
    whit_monday = dt.date(2026, 5, 25)
    SpecialOpening.objects.create(calendar=calendar, name="Solidarité", date=whit_monday, opens="09:00", closes="12:00")
    assert day(calendar, whit_monday).open_for == 3 * HOUR
    assert day(calendar, whit_monday).name


def test_the_months_add_up_to_the_year(calendar):
    preview = year_preview(calendar, 2026)
    assert sum(preview.open_by_month.values(), dt.timedelta(0)) == sum(
        (d.open_for for d in preview.days), dt.timedelta(0)
    )
    assert preview.open_by_month[10] == 22 * 7.5 * HOUR


def test_round_the_clock_has_a_short_and_a_long_day_a_year(db):
    lengths = [day.open_for / HOUR for day in year_preview(Calendar.objects.get(name=ROUND_THE_CLOCK), 2026).days]
    assert (lengths.count(23), lengths.count(24), lengths.count(25)) == (1, 363, 1)
