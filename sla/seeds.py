"""The default calendars and policies: rows that an administrator edits."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from sla.choices import Metric, Priority
from sla.models import Calendar, Policy, Target
from sla.seeding import once

WEEKDAY = [["09:00", "12:30"], ["14:00", "18:00"]]
BUSINESS_HOURS = "Heures ouvrées"
ROUND_THE_CLOCK = "24 h/24, 7 j/7"
STANDARD, AGREEMENT_2016, CARRIER, WITHOUT_CONTRACT = (
    "Contrat standard",
    "Contrat 2016",
    "Opérateur",
    "Sans contrat",
)


class Promised(NamedTuple):
    """A target of the tables below: hours (None promises nothing), objective in percent."""

    hours: float | None
    objective: int | None = None
    calendar: str = BUSINESS_HOURS
    needs_guaranteed_repair: bool = False


C, H, M, L = Priority.CRITICAL, Priority.HIGH, Priority.MEDIUM, Priority.LOW
_NOTHING = Promised(None)

# The standard contract's table of service levels.
_STANDARD = {
    Metric.RESPONSE: {C: Promised(1, 100), H: Promised(2, 90), M: Promised(4, 85), L: Promised(12, 80)},
    Metric.RESOLUTION: {C: Promised(4, 100), H: Promised(8, 90), M: Promised(12, 85), L: Promised(48, 80)},
}
# The agreement sheet of 2016: taking charge, no commitment to resolve.
_AGREEMENT_2016 = {
    Metric.RESPONSE: {C: Promised(2), H: Promised(4), M: Promised(8), L: Promised(12)},
    Metric.RESOLUTION: dict.fromkeys(Priority, _NOTHING),
}
# The carrier's procedure: clocks differ by priority; it knows no critical.
_CARRIER = {
    Metric.RESPONSE: {
        H: Promised(0.5, calendar=ROUND_THE_CLOCK),
        M: Promised(2, calendar=ROUND_THE_CLOCK),
        L: Promised(4),
    },
    Metric.RESOLUTION: {
        H: Promised(4, calendar=ROUND_THE_CLOCK, needs_guaranteed_repair=True),
        M: Promised(48, calendar=ROUND_THE_CLOCK),
        L: Promised(96),
    },
}
_NO_COMMITMENT = {metric: dict.fromkeys(Priority, _NOTHING) for metric in Metric}


def seed() -> None:
    """Calendars first, then the policies on them."""
    once("calendar:business-hours", _business_hours)
    once("calendar:round-the-clock", _round_the_clock)
    once(
        "policy:standard",
        lambda: _policy(STANDARD, _STANDARD, response_objective=90, resolution_objective=90),
    )
    once(
        "policy:agreement-2016",
        lambda: _policy(AGREEMENT_2016, _AGREEMENT_2016, response_objective=90, taking_charge_is_response=True),
    )
    once("policy:carrier", lambda: _policy(CARRIER, _CARRIER))
    once("policy:without-contract", lambda: _policy(WITHOUT_CONTRACT, _NO_COMMITMENT, is_without_contract=True))


def _business_hours() -> Calendar:
    weekly = {str(day): WEEKDAY for day in range(5)}
    seasons = [{"weekly": weekly, "valid_from": None, "valid_until": None}]
    return Calendar.objects.create(name=BUSINESS_HOURS, seasons=seasons, country="FR")


def _round_the_clock() -> Calendar:
    return Calendar.objects.create(name=ROUND_THE_CLOCK, is_round_the_clock=True)


def _policy(name: str, table: dict[Metric, dict[Priority, Promised]], **fields: object) -> Policy:
    calendars = {calendar.name: calendar for calendar in Calendar.objects.all()}
    policy = Policy.objects.create(name=name, calendar=calendars[BUSINESS_HOURS], **fields)
    Target.objects.bulk_create(
        Target(
            policy=policy,
            metric=metric,
            priority=priority,
            duration=None if promised.hours is None else dt.timedelta(hours=promised.hours),
            calendar=calendars[promised.calendar],
            objective=promised.objective,
            needs_guaranteed_repair=promised.needs_guaranteed_repair,
        )
        for metric, row in table.items()
        for priority, promised in row.items()
    )
    return policy
