"""Which level is next, and when. Pure: rungs and the standing of a clock go in, steps come out.

A level is never reached before the one below it, even where one counts in business time and the other in
real time.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from escalation.choices import OffsetTime
from sla.engine import ServiceHours
from tickets.clocks import Span

REAL_TIME = ServiceHours.round_the_clock()


@dataclass(frozen=True)
class Offset:
    """How long after the deadline a level is reached."""

    level: int
    amount: dt.timedelta
    counted_in: str = OffsetTime.BUSINESS


@dataclass(frozen=True)
class Standing:
    """A clock as the ladder sees it. `due_at` is None while it stands still, has stopped or promises nothing."""

    due_at: dt.datetime | None
    hours: ServiceHours
    pauses: tuple[Span, ...] = ()
    told: frozenset[int] = frozenset()

    def after_deadline(self, amount: dt.timedelta, counted_in: str) -> dt.datetime | None:
        """So long after the deadline, pauses left out; None without a deadline, or while a pause is open."""
        if self.due_at is None:
            return None
        hours = REAL_TIME if counted_in == OffsetTime.REAL else self.hours
        return hours.due_at(self.due_at, amount, self.pauses)


@dataclass(frozen=True)
class Step:
    """A level and the instant at which it is to be told."""

    level: int
    at: dt.datetime


def steps(offsets: Iterable[Offset], standing: Standing) -> tuple[Step, ...]:
    """Every level of the clock with its instant, from the lowest; nothing without a deadline."""
    found: list[Step] = []
    for offset in sorted(offsets, key=lambda offset: offset.level):
        at = standing.after_deadline(offset.amount, offset.counted_in)
        if at is None:
            return ()
        found.append(Step(offset.level, max(at, found[-1].at) if found else at))
    return tuple(found)


def next_step(offsets: Iterable[Offset], standing: Standing) -> Step | None:
    """The lowest level that was not told yet; None when all were, or nothing is due."""
    return next((step for step in steps(offsets, standing) if step.level not in standing.told), None)


def due_step(offsets: Iterable[Offset], standing: Standing, at: dt.datetime) -> Step | None:
    """The next step, if its time has come and the promise is broken: at its deadline it is still kept."""
    step = next_step(offsets, standing)
    if step is None or standing.due_at is None or not standing.due_at < at:
        return None
    return step if step.at <= at else None


def level_in_force(offsets: Iterable[Offset], standing: Standing, at: dt.datetime) -> int | None:
    """The highest level whose time has come by `at`; None before the first."""
    return max((step.level for step in steps(offsets, standing) if step.at <= at), default=None)
