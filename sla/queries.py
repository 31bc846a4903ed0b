"""What is read about calendars, wherever it is shown."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cached_property
from zoneinfo import ZoneInfo

from sla.hours import closed_dates
from sla.models import Calendar

ZERO = dt.timedelta(0)


@dataclass(frozen=True)
class Day:
    """One date of a calendar: how long it is open, and the name of the holiday or closure, if it has one.

    A named day may be open all the same: a special opening wins over a holiday.
    """

    date: dt.date
    open_for: dt.timedelta
    name: str


@dataclass(frozen=True)
class YearPreview:
    """A year of a calendar as an administrator looks it over: every date, and the time open in each month."""

    year: int
    days: tuple[Day, ...]

    @cached_property
    def open_by_month(self) -> dict[int, dt.timedelta]:
        """Time open in each month, 1 to 12: real time, so a day of the clock change may have 23 or 25 hours."""
        total = dict.fromkeys(range(1, 13), ZERO)
        for day in self.days:
            total[day.date.month] += day.open_for
        return total

    @property
    def named_days(self) -> tuple[Day, ...]:
        """Holidays and closures."""
        return tuple(day for day in self.days if day.name)


def year_preview(calendar: Calendar, year: int) -> YearPreview:
    """Every date of the year, in the calendar's own time zone."""
    names = closed_dates(calendar)
    first = dt.date(year, 1, 1)
    dates = [first + dt.timedelta(days=n) for n in range((dt.date(year + 1, 1, 1) - first).days)]
    return YearPreview(year, tuple(Day(date, _open_for(calendar, date), names.get(date, "")) for date in dates))


def _open_for(calendar: Calendar, date: dt.date) -> dt.timedelta:
    zone = ZoneInfo(calendar.time_zone)
    midnight = dt.datetime.combine(date, dt.time(), zone)
    next_midnight = dt.datetime.combine(date + dt.timedelta(days=1), dt.time(), zone)
    return calendar.service_hours().elapsed(midnight, next_midnight)
