"""Opening intervals as sorted arrays with running totals: an answer is two binary searches."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from itertools import accumulate
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from sla.engine.errors import BusinessTimeError
from sla.engine.instants import DAY, EARLIEST, FIRST_DAY, LAST_DAY, LATEST
from sla.engine.offsets import constant_offsets
from sla.engine.schedule import Schedule

if TYPE_CHECKING:
    from sla.engine.vectors import Vectors

Interval = tuple[int, int]  # [opens, closes) in UTC microseconds

FIRST_REACH = 400  # days compiled beyond the first instant asked for: most promises end within
FAR = LATEST * 4  # later than any instant or total


class Timeline:
    """Open intervals between two instants, `begin` and `end`, in UTC microseconds. Never changed once made.

    closes[i]  when interval i closes
    worked[i]  open time before interval i; one more entry holds the whole
    idle[i]    opens[i] - worked[i]: so `worked + idle` turns an amount of open time into an instant
    vectors    the same in numpy, once `due_many` has asked for it
    """

    __slots__ = ("begin", "closes", "end", "idle", "vectors", "worked")

    def __init__(self, begin: int, end: int, intervals: Iterable[Interval]) -> None:
        opens_closes = list(intervals)
        self.begin = begin
        self.end = end
        self.closes = [closes for _, closes in opens_closes]
        self.worked = list(accumulate((closes - opens for opens, closes in opens_closes), initial=0))
        self.idle = [opens - worked for (opens, _), worked in zip(opens_closes, self.worked, strict=False)]
        self.idle.append(FAR)
        self.vectors: Vectors | None = None

    def worked_before(self, at: int) -> int:
        """Open time between the beginning of the timeline and an instant in it."""
        index = bisect_right(self.closes, at)
        worked = self.worked[index]
        since = at - self.idle[index]
        return since if since > worked else worked

    def earliest(self, worked: int) -> int:
        """The first instant by which so much time, more than 0 and no more than there is, was open."""
        return worked + self.idle[bisect_left(self.worked, worked) - 1]

    def latest(self, worked: int) -> int:
        """The last instant by which no more time than this, and less than there is, was open."""
        return worked + self.idle[bisect_right(self.worked, worked) - 1]

    def first_open(self, at: int) -> int | None:
        """The first open instant from `at` on, if the timeline has one."""
        index = bisect_right(self.closes, at)
        if index == len(self.closes):
            return None
        return max(at, self.worked[index] + self.idle[index])

    def intervals(self, begin: int, end: int) -> Iterator[Interval]:
        """The open intervals between two instants, cut to them."""
        for index in range(bisect_right(self.closes, begin), len(self.closes)):
            opens = self.worked[index] + self.idle[index]
            if opens >= end:
                return
            yield max(opens, begin), min(self.closes[index], end)


def wider(timeline: Timeline, schedule: Schedule, zone: ZoneInfo, begin: int, end: int) -> Timeline:
    """A timeline that holds `begin`, `end`, what the known one holds; the side asked for doubles.

    Raises ValueError outside the years 1900 to 2199.
    """
    if begin < EARLIEST or end >= LATEST:
        raise BusinessTimeError("out_of_range", "Business time is counted from the year 1900 to 2199.")
    first, last = begin // DAY - 1, end // DAY + 2
    if timeline.begin == timeline.end:
        return _compile(schedule, zone, first - 1, last + FIRST_REACH)
    known_first, known_last = timeline.begin // DAY, timeline.end // DAY
    compiled = timeline.closes[-1] - timeline.closes[0] if timeline.closes else 0
    reach = FIRST_REACH + compiled // DAY
    return _compile(
        schedule,
        zone,
        first - reach if begin < timeline.begin else known_first,
        last + reach if end >= timeline.end else known_last,
    )


def _compile(schedule: Schedule, zone: ZoneInfo, first: int, last: int) -> Timeline:
    """Compile UTC days [first, last). Beyond the days that may be open the timeline is known to be closed."""
    first_open, last_open = schedule.bounds
    # Local dates stray from UTC days by up to one on either side.
    begin = EARLIEST if first <= first_open - 2 else first * DAY
    end = LATEST if last >= last_open + 2 else last * DAY
    first, last = max(first, first_open - 2, FIRST_DAY), min(last, last_open + 3, LAST_DAY)
    intervals = _joined(_open_intervals(schedule, zone, first, last))
    return Timeline(max(begin, EARLIEST), min(end, LATEST), intervals)


def ever_opens(schedule: Schedule, zone: ZoneInfo) -> bool:
    """Whether there is an open instant at all: the only range there is may lie in an hour that is skipped."""
    first, last = schedule.bounds
    days = (day for day in range(first, last + 1) if schedule.ranges_on(day))
    return any(any(True for _ in _open_intervals(schedule, zone, day - 1, day + 2)) for day in days)


def _open_intervals(schedule: Schedule, zone: ZoneInfo, first: int, last: int) -> Iterator[Interval]:
    """Ask every stretch of constant offset for the wall times it has.

    So an hour that a change of clocks skips or repeats needs no further rule.
    """
    for begin, end, offset in constant_offsets(zone, first, last):
        for day in range((begin + offset) // DAY, (end + offset - 1) // DAY + 1):
            midnight = day * DAY - offset
            for start, stop in schedule.ranges_on(day):
                opens, closes = max(begin, midnight + start), min(end, midnight + stop)
                if opens < closes:
                    yield opens, closes


def _joined(intervals: Iterator[Interval]) -> Iterator[Interval]:
    """Intervals that touch made one, so that round the clock is one interval."""
    current = next(intervals, None)
    if current is None:
        return
    for opens, closes in intervals:
        if opens == current[1]:
            current = current[0], closes
        else:
            yield current
            current = opens, closes
    yield current
