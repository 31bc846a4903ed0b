"""How a deadline comes about, in steps that a person can follow."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from typing import Final, NamedTuple

from sla.engine.compiled import CompiledHours
from sla.engine.instants import DAY, MINUTE, date_of, day_of, to_datetime, to_microseconds, weekday_of
from sla.engine.pauses import Standstill

LONGEST_BREAK: Final = 240 * MINUTE  # what is closed for longer between two ranges is no lunch
SATURDAY: Final = 5


class Reason(StrEnum):
    """Why a step counts, or why not."""

    OPEN = "open"  # counted
    BREAK = "break"  # closed between two ranges of a day, as for lunch
    CLOSED = "closed"  # outside the hours: the night, or a weekday without hours
    WEEKEND = "weekend"  # Saturday or Sunday without hours
    HOLIDAY = "holiday"  # a closed date; `name` is its name
    PAUSE = "pause"  # the clock stood still; `name` is the reason of the pause


@dataclass(frozen=True, slots=True)
class Step:
    """One stretch of the way from the start to the deadline. Steps follow one another without a gap.

    Datetimes are in the time zone of the hours; `ends_at` is None for a pause that is still open.
    """

    begins_at: datetime
    ends_at: datetime | None
    reason: Reason
    name: str  # of the holiday, or the reason of the pause; else ""
    counted: timedelta  # business time in this step: its length, or 0
    total: timedelta  # business time up to the end of this step
    left: timedelta  # what is left of the promise then

    @property
    def is_counted(self) -> bool:
        """Whether business time ran."""
        return self.reason is Reason.OPEN


class Piece(NamedTuple):
    """A step in UTC microseconds, before its totals are known."""

    begin: int
    end: int | None
    reason: Reason
    name: str = ""


def steps(hours: CompiledHours, at: int, amount: int, still: Sequence[Standstill]) -> Iterator[Step]:
    """The steps from an instant until an amount is used up. Raises as `ServiceHours.due_at` does."""
    due = hours.due(at, amount, still)
    total = 0
    for begin, end, reason, name in _pieces(hours, at, due, still):
        counted = end - begin if reason is Reason.OPEN and end is not None else 0
        total += counted
        yield Step(
            begins_at=to_datetime(begin, hours.zone),
            ends_at=None if end is None else to_datetime(end, hours.zone),
            reason=reason,
            name=name,
            counted=timedelta(0, 0, counted),
            total=timedelta(0, 0, total),
            left=timedelta(0, 0, amount - total),
        )


def _pieces(hours: CompiledHours, at: int, due: int | None, still: Sequence[Standstill]) -> Iterator[Piece]:
    for pause in still:
        if due is not None and pause.begin >= due:
            break
        yield from _unpaused(hours, at, pause.begin)
        yield Piece(pause.begin, pause.end, Reason.PAUSE, pause.reason)
        if pause.end is None:
            return
        at = pause.end
    if due is not None:
        yield from _unpaused(hours, at, due)


def _unpaused(hours: CompiledHours, begin: int, end: int) -> Iterator[Piece]:
    """What is open and what is closed between two instants."""
    if begin >= end:
        return
    for opens, closes in hours.covering(begin, end).intervals(begin, end):
        yield from _closed(hours, begin, opens)
        yield Piece(opens, closes, Reason.OPEN)
        begin = closes
    yield from _closed(hours, begin, end)


def _closed(hours: CompiledHours, begin: int, end: int) -> list[Piece]:
    """A closed stretch, cut where its reason changes; a night belongs to the holiday or weekend beside it."""
    pieces: list[Piece] = []
    for part_begin, part_end in _local_days(hours, begin, end):
        reason, name = _why(hours, part_begin, end - begin)
        last = pieces[-1] if pieces else None
        if last and (last.reason, last.name) == (reason, name):
            pieces[-1] = Piece(last.begin, part_end, reason, name)
        else:
            pieces.append(Piece(part_begin, part_end, reason, name))
    if len(pieces) > 1 and _is_night(pieces[0]):
        pieces[:2] = [pieces[1]._replace(begin=begin)]
    if len(pieces) > 1 and _is_night(pieces[-1]):
        pieces[-2:] = [pieces[-2]._replace(end=end)]
    return pieces


def _is_night(piece: Piece) -> bool:
    return piece.reason is Reason.CLOSED and piece.end is not None and piece.end - piece.begin < DAY


def _local_days(hours: CompiledHours, begin: int, end: int) -> Iterator[tuple[int, int]]:
    """The stretch cut at local midnights."""
    while begin < end:
        tomorrow = date_of(day_of(to_datetime(begin, hours.zone)) + 1)
        midnight = datetime.combine(tomorrow, time(), hours.zone)
        # A clock set back over midnight has that midnight twice; the second one is then meant.
        midnights = (to_microseconds(midnight.replace(fold=fold)) for fold in (0, 1))
        following = next((instant for instant in midnights if instant > begin), begin + DAY)
        yield begin, min(following, end)
        begin = following


def _why(hours: CompiledHours, instant: int, length: int) -> tuple[Reason, str]:
    """Why a closed instant, in a closed stretch of a length, is closed."""
    local = to_datetime(instant, hours.zone)
    day = day_of(local)
    ranges = hours.schedule.ranges_on(day)
    if day in hours.schedule.names:
        return Reason.HOLIDAY, hours.schedule.names[day]
    if not ranges:
        return (Reason.WEEKEND if weekday_of(day) >= SATURDAY else Reason.CLOSED), ""
    wall = (local.replace(tzinfo=None) - datetime.combine(local.date(), time())) // timedelta(microseconds=1)
    is_between = ranges[0][1] <= wall < ranges[-1][0]
    return (Reason.BREAK if is_between and length <= LONGEST_BREAK else Reason.CLOSED), ""
