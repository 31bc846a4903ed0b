"""Weekly tables of opening hours, each with the dates between which it is in force."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, NamedTuple

from sla.engine.errors import BusinessTimeError
from sla.engine.instants import FIRST_DAY, LAST_DAY, day_of, weekday_of
from sla.engine.ranges import Range, Ranges, WrittenRange, read_ranges, sorted_apart

Weekly = Mapping[int, Iterable[WrittenRange]]
Week = tuple[Ranges, ...]  # Monday to Sunday, cut at midnight

WEEKDAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
CLOSED_WEEK: Final[Week] = ((),) * 7


@dataclass(frozen=True)
class Season:
    """Weekly hours in force from one local date to another, both included; None is without limit.

    Seasons add up: a date has the ranges of every season in force on it, which must not overlap. Summer hours
    that replace others are thus two seasons, one ending the day before the other begins.
    """

    weekly: Weekly
    valid_from: date | None = None
    valid_until: date | None = None


class Table(NamedTuple):
    """A season as the engine keeps it: hashable, day numbers, `last` included."""

    week: Week
    first: int
    last: int


class Period(NamedTuple):
    """Consecutive days, `last` included, on which the same tables are in force."""

    first: int
    last: int
    week: Week


def read_season(season: Season) -> Table:
    """Raises ValueError for wrong weekdays, malformed or overlapping ranges, and a reversed validity."""
    first = FIRST_DAY if season.valid_from is None else day_of(season.valid_from)
    last = LAST_DAY if season.valid_until is None else day_of(season.valid_until)
    if last < first:
        begins, ends = str(season.valid_from), str(season.valid_until)
        sentence = f"Hours valid from {begins} cannot end before, on {ends}."
        raise BusinessTimeError("validity", sentence, begins=begins, ends=ends)
    return Table(_read_week(season.weekly), max(first, FIRST_DAY), min(last, LAST_DAY))


def periods_of(tables: Sequence[Table]) -> tuple[Period, ...]:
    """The engine's years cut where a table comes into force or ends. Raises ValueError if tables overlap."""
    starts = {FIRST_DAY} | {table.first for table in tables} | {table.last + 1 for table in tables}
    ordered = sorted(day for day in starts if day <= LAST_DAY)
    ends = [day - 1 for day in ordered[1:]] + [LAST_DAY]
    return tuple(_period(first, last, tables) for first, last in zip(ordered, ends, strict=True))


def _period(first: int, last: int, tables: Sequence[Table]) -> Period:
    weeks = [table.week for table in tables if table.first <= first and last <= table.last]
    if len(weeks) < 2:
        return Period(first, last, weeks[0] if weeks else CLOSED_WEEK)
    week: list[Ranges] = [()] * 7
    for weekday in {weekday_of(day) for day in range(first, min(last, first + 6) + 1)}:
        ranges = (span for table_week in weeks for span in table_week[weekday])
        week[weekday] = sorted_apart(ranges, WEEKDAYS[weekday])
    return Period(first, last, tuple(week))


def _read_week(weekly: Weekly) -> Week:
    days: list[list[Range]] = [[] for _ in WEEKDAYS]
    for weekday, written in weekly.items():
        if not isinstance(weekday, int) or not 0 <= weekday <= 6:
            raise BusinessTimeError("weekday", f"{weekday!r} is not a weekday: 0 is Monday, 6 is Sunday.")
        today, tomorrow = read_ranges(written, WEEKDAYS[weekday])
        days[weekday] += today
        days[(weekday + 1) % 7] += tomorrow
    return tuple(sorted_apart(day, name) for day, name in zip(days, WEEKDAYS, strict=True))
