"""A year of a calendar as a page shows it: twelve months of days, each of a kind, and its hours."""

from __future__ import annotations

import calendar as gregorian
import datetime as dt
from typing import NamedTuple

from django.utils.dates import MONTHS

from sla.models import Calendar
from sla.queries import ZERO, Day, YearPreview, year_preview

FIRST, LAST = 2001, 2059


class Cell(NamedTuple):
    """A day, its kind (open, closed, holiday, closure, extra) and its name."""

    day: int
    kind: str
    name: str
    is_today: bool


class Month(NamedTuple):
    """Its weeks from Monday on; None where a week belongs to another month."""

    name: str
    weeks: list[list[Cell | None]]
    open_for: dt.timedelta


class Named(NamedTuple):
    """A date that has a name."""

    date: dt.date
    kind: str
    name: str


class Year(NamedTuple):
    """The whole year; `open_days` are the dates on which it is open at all."""

    year: int
    months: list[Month]
    named: list[Named]
    open_days: int
    open_for: dt.timedelta
    before: int | None
    after: int | None


def year_of(calendar: Calendar, year: int, today: dt.date) -> Year:
    """The year as it is in this calendar."""
    year = min(max(year, FIRST), LAST)
    preview = year_preview(calendar, year)
    kinds = _Kinds(calendar, preview)
    return Year(
        year=year,
        months=[_month(number, preview, kinds, today) for number in range(1, 13)],
        named=[
            Named(day.date, kinds.of(day), kinds.name(day))
            for day in preview.days
            if kinds.of(day) not in ("open", "closed")
        ],
        open_days=sum(day.open_for > ZERO for day in preview.days),
        open_for=sum(preview.open_by_month.values(), ZERO),
        before=year - 1 if year > FIRST else None,
        after=year + 1 if year < LAST else None,
    )


class _Kinds:
    def __init__(self, calendar: Calendar, preview: YearPreview) -> None:
        self.special: dict[dt.date, str] = (
            {}
            if calendar.is_round_the_clock
            else dict(calendar.special_openings.filter(date__year=preview.year).values_list("date", "name"))
        )
        self.holidays = calendar.holidays(preview.year)
        self.is_round_the_clock = calendar.is_round_the_clock

    def of(self, day: Day) -> str:
        if day.date in self.special:
            return "extra"
        if day.name and not self.is_round_the_clock:
            return "holiday" if self.holidays.get(day.date) == day.name else "closure"
        return "open" if day.open_for else "closed"

    def name(self, day: Day) -> str:
        return self.special.get(day.date) or day.name


def _month(number: int, preview: YearPreview, kinds: _Kinds, today: dt.date) -> Month:
    days = {day.date.day: day for day in preview.days if day.date.month == number}
    weeks = [
        [_cell(days[day], kinds, today) if day else None for day in week]
        for week in gregorian.Calendar().monthdayscalendar(preview.year, number)
    ]
    return Month(str(MONTHS[number]), weeks, preview.open_by_month[number])


def _cell(day: Day, kinds: _Kinds, today: dt.date) -> Cell:
    kind = kinds.of(day)
    name = kinds.name(day) if kind not in ("open", "closed") else ""
    return Cell(day.date.day, kind, name, day.date == today)
