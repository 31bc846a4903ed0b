"""What becomes of an invented ticket, and when it was opened so that this is true now."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from random import Random

from sla.choices import Metric
from tickets.clocks import Promise


class Fate(StrEnum):
    """How far a ticket has come."""

    DUE = "due"  # its first level is due now
    FRESH = "fresh"
    ANSWERED = "answered"
    WAITING = "waiting"
    THIRD_PARTY = "third_party"
    SCHEDULED = "scheduled"
    LATE = "late"  # every level whose time has come was told
    RESOLVED = "resolved"
    CLOSED = "closed"
    CANCELLED = "cancelled"


# Of a hundred open tickets, and of a hundred others.
OPEN = {Fate.FRESH: 24, Fate.ANSWERED: 44, Fate.WAITING: 14, Fate.THIRD_PARTY: 6, Fate.SCHEDULED: 8, Fate.LATE: 4}
OVER = {Fate.RESOLVED: 8, Fate.CLOSED: 88, Fate.CANCELLED: 4}

HOUR = dt.timedelta(hours=1)
YEAR = dt.timedelta(days=365)
# A level is due so long after a deadline at most (the carrier's second level follows the first after half an hour).
JUST_NOW = dt.timedelta(minutes=10)


def fates(chance: Random, *, tickets: int, open_: int, due: int) -> list[Fate]:
    """One fate for each ticket, exactly so many of them open and due."""
    drawn = [Fate.DUE] * due
    drawn += chance.choices(list(OPEN), list(OPEN.values()), k=open_ - due)
    drawn += chance.choices(list(OVER), list(OVER.values()), k=tickets - open_)
    chance.shuffle(drawn)
    return drawn


def opened_at(chance: Random, fate: Fate, promises: dict[Metric, Promise], at: dt.datetime) -> dt.datetime:
    """An instant from which the fate follows; the sooner the deadline, the sooner before `at` it was opened."""
    if fate in OVER:
        return at - YEAR * chance.random() - 30 * dt.timedelta(days=1)
    promise = promises[Metric.RESPONSE if fate in (Fate.FRESH, Fate.DUE) else Metric.RESOLUTION]
    if promise.target is None:
        return at - chance.random() * 20 * dt.timedelta(days=1)
    hours = promise.calendar.service_hours()
    return hours.before(at, _used(chance, fate, promise.target))


def _used(chance: Random, fate: Fate, target: dt.timedelta) -> dt.timedelta:
    """How much of its promise a ticket has used."""
    if fate == Fate.DUE:
        return target + HOUR + JUST_NOW * chance.uniform(0.1, 1)
    if fate == Fate.LATE:
        return target + 25 * HOUR + HOUR * chance.uniform(0, 40)
    # Half as likely to be near its end as at its beginning, and never at the end itself.
    return target * (0.95 * (1 - chance.random() ** 0.7))
