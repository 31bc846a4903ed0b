"""Which wall-clock ranges are open on which local date."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from sla.engine.instants import FIRST_DAY, LAST_DAY, date_of, day_of, weekday_of
from sla.engine.ranges import Ranges, WrittenRange, read_ranges, sorted_apart, united
from sla.engine.weekly import Period

Closed = Iterable[date] | Mapping[date, str]
Special = Mapping[date, Iterable[WrittenRange]]


@dataclass(frozen=True)
class Schedule:
    """Hours by local date, without time zone: the definition of a `ServiceHours`, comparable and picklable.

    A closed or special date is decided by that date alone: a night shift from the evening before is cut at
    its midnight, and the morning after keeps its own hours. A special date wins over a closed one.
    """

    periods: tuple[Period, ...]
    closed: tuple[tuple[int, str], ...]  # day and name, sorted
    special: tuple[tuple[int, Ranges, Ranges], ...]  # day, its ranges, their part after midnight; sorted

    @cached_property
    def names(self) -> dict[int, str]:
        """The closed days that no special opening replaces, with their names."""
        special = {day for day, _, _ in self.special}
        return {day: name for day, name in self.closed if day not in special}

    @cached_property
    def bounds(self) -> tuple[int, int]:
        """The first and the last day that may be open; the first lies after the last if none is."""
        days = [(period.first, period.last) for period in self.periods if any(period.week)]
        days += [(day, day + 1) for day, ranges, _ in self.special if ranges]
        first = min((first for first, _ in days), default=LAST_DAY)
        last = max((last for _, last in days), default=FIRST_DAY)
        return max(first, FIRST_DAY), min(last, LAST_DAY)

    def ranges_on(self, day: int) -> Ranges:
        """The open ranges of a local date, in wall-clock time."""
        known = self._exceptions.get(day)
        return self._weekly_on(day) if known is None else known

    def _weekly_on(self, day: int) -> Ranges:
        index = bisect_right(self._period_starts, day) - 1
        return self.periods[index].week[weekday_of(day)] if index >= 0 else ()

    @cached_property
    def _period_starts(self) -> list[int]:
        return [period.first for period in self.periods]

    @cached_property
    def _exceptions(self) -> dict[int, Ranges]:
        days: dict[int, Ranges] = dict.fromkeys(self.names, ())
        days.update((day, ranges) for day, ranges, _ in self.special)
        mornings = [(day + 1, tail) for day, _, tail in self.special if day + 1 not in days]
        days.update((day, united((*self._weekly_on(day), *tail))) for day, tail in mornings if tail)
        return days


def read_closed(closed: Closed) -> tuple[tuple[int, str], ...]:
    """Closed dates, named if a mapping is given. Raises ValueError for what is no date."""
    named = closed if isinstance(closed, Mapping) else dict.fromkeys(closed, "")
    return tuple(sorted((day_of(day), name) for day, name in named.items()))


def read_special(special: Special) -> tuple[tuple[int, Ranges, Ranges], ...]:
    """Special dates with their ranges. Raises ValueError for malformed or overlapping ranges."""
    return tuple(sorted(_special_day(day_of(day), written) for day, written in special.items()))


def _special_day(day: int, written: Iterable[WrittenRange]) -> tuple[int, Ranges, Ranges]:
    owner = str(date_of(day))
    today, tomorrow = read_ranges(written, owner)
    return day, sorted_apart(today, owner), sorted_apart(tomorrow, owner)
