"""Service hours and the questions they answer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final, overload

from sla.engine.batch import due_many
from sla.engine.compiled import CompiledHours
from sla.engine.explanation import Step, steps
from sla.engine.instants import duration_of, to_datetime, to_microseconds
from sla.engine.offsets import find_zone
from sla.engine.pauses import PauseLike, standstills
from sla.engine.schedule import Closed, Schedule, Special, read_closed, read_special
from sla.engine.timeline import ever_opens
from sla.engine.weekly import Season, Weekly, periods_of, read_season

if TYPE_CHECKING:
    import numpy as np

ALWAYS: Final[Weekly] = {weekday: [("00:00", "24:00")] for weekday in range(7)}


class ServiceHours:
    """Opening hours in a time zone: immutable, hashable, comparable, picklable, shared freely by threads.

    An instant is open when its wall time in `time_zone` lies in a range [start, end) of its local date;
    durations are real elapsed time. Instants go in as aware datetimes of any zone and come out in
    `time_zone`, to the microsecond (compare and subtract them in UTC: within one zone Python does so by wall
    time, which errs when the clocks change). The engine answers for the years 1900 to 2199; what it compiles is kept
    with the instance, so keep the instance. Each refusal is a `BusinessTimeError`: a ValueError, a sentence.
    """

    __slots__ = ("_compiled",)

    _compiled: CompiledHours

    def __init__(
        self,
        time_zone: str,
        weekly: Weekly | None = None,
        closed: Closed = (),
        special: Special | None = None,
        valid_from: date | None = None,
        valid_until: date | None = None,
        seasons: Iterable[Season] = (),
    ) -> None:
        """Hours from weekly tables and the dates that differ from them.

        `weekly` gives ranges by weekday (0 is Monday), as ("09:00", "12:30"): "24:00" is the end of the day,
        and a range that closes at or before its opening crosses midnight. It is in force on the local dates
        from `valid_from` to `valid_until`, both included. `seasons` are further tables with dates of their
        own; tables add up. `closed` dates, which may map to the name of the holiday, have no hours; a
        `special` date has the ranges given here instead of any others, closed or not. A closed or special
        date cuts the night shift of the evening before at midnight; the morning after keeps its own hours.

        Raises ValueError for an unknown time zone, a weekday outside 0..6, a malformed time or range, a
        validity that ends before it begins, and overlapping ranges.
        """
        tables = [read_season(season) for season in (*seasons, Season(weekly or {}, valid_from, valid_until))]
        schedule = Schedule(periods_of(tables), read_closed(closed), read_special(special or {}))
        self._compiled = CompiledHours(schedule, find_zone(time_zone))

    @classmethod
    def round_the_clock(cls, time_zone: str = "UTC") -> ServiceHours:
        """Always open. The time zone is the one in which answers are given."""
        return cls(time_zone, weekly=ALWAYS)

    @property
    def time_zone(self) -> str:
        """The IANA name of the time zone."""
        return self._compiled.zone.key

    @property
    def ever_opens(self) -> bool:
        """Whether there is an open instant at all."""
        return ever_opens(self._compiled.schedule, self._compiled.zone)

    def refuse_never_open(self) -> None:
        """Raise ValueError, with a sentence, if these hours never open."""
        self._compiled.refuse_never_open()

    def due_at(self, start: datetime, promise: timedelta, pauses: Iterable[PauseLike] = ()) -> datetime | None:
        """The earliest instant at which `promise` of business time is used up: closing stays closing.

        A promise of 0 is due at the first running instant, open and not paused. None if a pause that is still
        open comes first. Raises ValueError for naive datetimes, a negative promise, a pause that ends before
        it begins, and hours that do not open long enough before 2200.
        """
        at = to_microseconds(start)
        due = self._compiled.due(at, duration_of(promise), standstills(pauses, at) if pauses else ())
        return None if due is None else to_datetime(due, self._compiled.zone)

    def elapsed(self, start: datetime, end: datetime, pauses: Iterable[PauseLike] = ()) -> timedelta:
        """Business time from `start` to `end` without the pauses; 0 if `end` is not after `start`.

        Raises ValueError for naive datetimes and a pause that ends before it begins.
        """
        begin, until = to_microseconds(start), to_microseconds(end)
        still = standstills(pauses, begin) if pauses else ()
        return timedelta(0, 0, self._compiled.elapsed(begin, until, still) if begin < until else 0)

    def before(self, due: datetime, amount: timedelta) -> datetime:
        """The latest instant from which `amount` of business time is left until `due`.

        At a boundary that is the opening, not the closing before it: 1 h before Tuesday 10:00 is Tuesday
        09:00. An amount of 0 gives `due` itself. Raises ValueError for naive datetimes, a negative amount,
        and where there is not so much business time after 1900.
        """
        until, left = to_microseconds(due), duration_of(amount)
        return to_datetime(self._compiled.before(until, left) if left else until, self._compiled.zone)

    def explain(self, start: datetime, promise: timedelta, pauses: Iterable[PauseLike] = ()) -> tuple[Step, ...]:
        """How `due_at` comes to its answer, from `start` to the deadline without a gap.

        Where there is no deadline it ends with the open pause. Raises as `due_at` does.
        """
        at, amount = to_microseconds(start), duration_of(promise)
        return tuple(steps(self._compiled, at, amount, standstills(pauses, at)))

    @overload
    def due_many(self, starts: Sequence[datetime], promises: Sequence[timedelta] | timedelta) -> list[datetime]: ...
    @overload
    def due_many(self, starts: np.ndarray[Any, Any], promises: Any) -> np.ndarray[Any, Any]: ...
    def due_many(self, starts: Any, promises: Any) -> Any:
        """`due_at` without pauses for many starts at once; `promises` are as many, or one for all.

        Sequences of aware datetimes with timedeltas give a list of datetimes. With numpy, an array of
        datetime64 (in UTC) or of int64 (microseconds since 1970 in UTC) with timedelta64 or int64
        (microseconds) gives an array of datetime64[us] or int64. Raises as `due_at` does, and if the lengths
        differ.
        """
        return due_many(self._compiled, starts, promises)

    def is_open(self, at: datetime) -> bool:
        """Whether business time runs at this instant; at closing time it does not."""
        instant = to_microseconds(at)
        return self._compiled.covering(instant, instant).first_open(instant) == instant

    def next_opening(self, at: datetime) -> datetime | None:
        """The first open instant from `at` on, `at` itself included; None if these hours never open again."""
        opening = self._compiled.first_open(to_microseconds(at))
        return None if opening is None else to_datetime(opening, self._compiled.zone)

    def open_intervals(self, start: datetime, end: datetime) -> Iterator[tuple[datetime, datetime]]:
        """The open intervals [from, to) between two instants, in order, cut to them; what touches is one."""
        begin, until = to_microseconds(start), to_microseconds(end)
        if until <= begin:
            return
        zone = self._compiled.zone
        for opens, closes in self._compiled.covering(begin, until).intervals(begin, until):
            yield to_datetime(opens, zone), to_datetime(closes, zone)

    def __eq__(self, other: object) -> bool:
        """Equal hours have the same zone, weekly tables, closed and special dates."""
        if not isinstance(other, ServiceHours):
            return NotImplemented
        return (self.time_zone, self._compiled.schedule) == (other.time_zone, other._compiled.schedule)

    def __hash__(self) -> int:
        return hash((self.time_zone, self._compiled.schedule))

    def __repr__(self) -> str:
        return f"<ServiceHours in {self.time_zone}>"

    def __reduce__(self) -> tuple[Any, ...]:
        return _restore, (self.time_zone, self._compiled.schedule)


def _restore(time_zone: str, schedule: Schedule) -> ServiceHours:
    hours = ServiceHours(time_zone)
    hours._compiled = CompiledHours(schedule, hours._compiled.zone)
    return hours
