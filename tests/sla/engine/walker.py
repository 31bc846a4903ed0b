"""Business time counted minute by minute: slow, and too simple to be wrong."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

MINUTE = timedelta(minutes=1)
Written = list[tuple[str, str]]
Pauses = list[tuple[datetime, datetime | None]]


@dataclass
class Walker:
    """Hours as they are written, asked at the wall clock."""

    time_zone: str
    weekly: dict[int, Written]
    closed: set[date] = field(default_factory=set)
    special: dict[date, Written] = field(default_factory=dict)

    def is_open(self, instant: datetime) -> bool:
        """Whether the wall time lies in a range of its date, or in the rest of one of the night before."""
        local = instant.astimezone(ZoneInfo(self.time_zone))
        day, wall = local.date(), f"{local:%H:%M}"
        if day in self.special:
            return starts_in(self.special[day], wall)
        if day in self.closed:
            return False
        evening = day - timedelta(days=1)
        return (
            starts_in(self.weekly.get(day.weekday(), []), wall)
            or goes_on(self.weekly.get(evening.weekday(), []), wall)
            or goes_on(self.special.get(evening, []), wall)
        )

    def runs(self, instant: datetime, pauses: Pauses) -> bool:
        return self.is_open(instant) and not any(
            begin <= instant and (end is None or instant < end) for begin, end in pauses
        )

    def elapsed(self, start: datetime, end: datetime, pauses: Pauses) -> timedelta:
        return MINUTE * sum(self.runs(minute, pauses) for minute in minutes(start, end))

    def due_at(self, start: datetime, promise: timedelta, pauses: Pauses, until: datetime) -> datetime | None:
        """None if the promise is not used up by `until`."""
        left = promise
        for minute in minutes(start, until):
            if self.runs(minute, pauses):
                if left <= MINUTE:
                    return minute + left
                left -= MINUTE
        return None


def minutes(start: datetime, end: datetime) -> Iterator[datetime]:
    minute = start.astimezone(UTC)
    while minute < end:
        yield minute
        minute += MINUTE


def starts_in(ranges: Written, wall: str) -> bool:
    return any(opens <= wall and (wall < closes or closes <= opens) for opens, closes in ranges)


def goes_on(ranges: Written, wall: str) -> bool:
    return any(closes <= opens and wall < closes for opens, closes in ranges)
