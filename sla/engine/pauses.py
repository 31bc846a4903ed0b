"""Pauses: stretches during which a clock stands still."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from sla.engine.errors import BusinessTimeError
from sla.engine.instants import LATEST, to_microseconds


class Pause(NamedTuple):
    """A stretch during which the clock stands still; `ends_at` is None while it is still open."""

    begins_at: datetime
    ends_at: datetime | None = None
    reason: str = ""


PauseLike = tuple[datetime, datetime | None] | tuple[datetime, datetime | None, str]


class Standstill(NamedTuple):
    """A pause in UTC microseconds, apart from the others; `end` is None while it is still open."""

    begin: int
    end: int | None
    reason: str


def standstills(pauses: Iterable[PauseLike], since: int) -> list[Standstill]:
    """The pauses after `since`, in order and apart: where two overlap, the one that began first has it.

    Empty pauses vanish. Raises ValueError for naive datetimes and for a pause that ends before it begins.
    """
    apart: list[Standstill] = []
    free = since
    for begin, end, reason in sorted((_read(pause) for pause in pauses), key=lambda pause: pause.begin):
        begin = max(begin, free)
        if end is None:
            apart.append(Standstill(begin, None, reason))
            break
        if begin < end:
            apart.append(Standstill(begin, end, reason))
            free = end
    return apart


def _read(pause: PauseLike) -> Standstill:
    begins_at, ends_at, *reason = pause
    begin = to_microseconds(begins_at)
    end = None if ends_at is None else to_microseconds(ends_at)
    if end is not None and end < begin:
        raise BusinessTimeError("pause", f"A pause cannot end ({ends_at}) before it begins ({begins_at}).")
    # What lies beyond the engine's years is cut, so that "until further notice" may be written as a far date.
    last = LATEST - 1
    return Standstill(min(begin, last), None if end is None else min(end, last), reason[0] if reason else "")
