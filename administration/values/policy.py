"""A policy as plain values: durations in seconds, calendars by id and name."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sla.choices import Metric, Priority
from sla.models import Calendar, Policy, Target

RULES = (
    "pauses_for_client",
    "pauses_for_third_party",
    "taking_charge_is_response",
    "intake_call_is_response",
    "response_objective",
    "resolution_objective",
)
DURATIONS = ("reopening_window", "pause_reminder_after")
CELLS = tuple((metric, priority) for priority in Priority for metric in Metric)


def policy_values(policy: Policy) -> dict[str, Any]:
    """The policy with its rules and a target for each priority and metric, whether or not anything is promised."""
    saved = policy.targets.select_related("calendar") if policy.pk else ()
    targets = {(target.metric, target.priority): target for target in saved}
    return {
        "name": policy.name,
        "calendar": calendar_named(policy.calendar),
        **{rule: getattr(policy, rule) for rule in RULES},
        **{name: seconds(getattr(policy, name)) for name in DURATIONS},
        "targets": {
            cell_name(metric, priority): _target(targets.get((metric, priority)), policy) for metric, priority in CELLS
        },
    }


def cell_name(metric: str, priority: str) -> str:
    return f"{priority}.{metric}"


def calendar_named(calendar: Calendar) -> dict[str, Any]:
    return {"id": calendar.pk, "name": calendar.name}


def seconds(amount: dt.timedelta | None) -> int | None:
    return None if amount is None else int(amount.total_seconds())


def duration_of(amount: int | None) -> dt.timedelta | None:
    return None if amount is None else dt.timedelta(seconds=amount)


def _target(target: Target | None, policy: Policy) -> dict[str, Any]:
    if target is None:
        target = Target(calendar=policy.calendar)
    return {
        "duration": seconds(target.duration),
        "calendar": calendar_named(target.calendar),
        "objective": target.objective,
        "needs_guaranteed_repair": target.needs_guaranteed_repair,
    }
