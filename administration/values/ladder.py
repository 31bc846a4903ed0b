"""The ladder of a policy as plain values, and back to the plan that `define_ladder` takes."""

from __future__ import annotations

import datetime as dt
from typing import Any

from administration.values.policy import seconds
from escalation.ladders import ContactPlan, LadderPlan, LevelPlan, RungPlan, plan_of_policy
from sla.choices import Metric, Priority
from sla.models import Policy

ORDER: list[tuple[str, str]] = [(metric, priority) for priority in Priority for metric in Metric]


def ladder_values(policy: Policy) -> dict[str, Any]:
    """The ladder that this policy has in the database; nothing where it has none."""
    plan = plan_of_policy(Policy.objects.select_related("ladder").get(pk=policy.pk))
    return plan_values(plan) if plan.levels else {}


def plan_values(plan: LadderPlan) -> dict[str, Any]:
    return {
        "request_after": seconds(plan.request_after),
        "request_priorities": [priority for priority in Priority.values if priority in plan.request_priorities],
        "levels": [_level(level) for level in plan.levels],
    }


def plan_from(values: dict[str, Any]) -> LadderPlan:
    """The plan that these values describe."""
    return LadderPlan(
        levels=tuple(_level_plan(number, level) for number, level in enumerate(values["levels"], 1)),
        request_after=dt.timedelta(seconds=values["request_after"]),
        request_priorities=tuple(values["request_priorities"]),
    )


def _level(level: LevelPlan) -> dict[str, Any]:
    return {
        "name": level.name,
        "moves_to_level": level.moves_to_level,
        "must_acknowledge": level.must_acknowledge,
        "contacts": [
            {
                "name": contact.name,
                "role": contact.role,
                "phone": contact.phone,
                "email": contact.email,
                "service": contact.service,
                "user": contact.user_id,
            }
            for contact in level.contacts
        ],
        "rungs": [_rung(rung) for rung in sorted(level.rungs, key=lambda r: ORDER.index((r.metric, r.priority)))],
    }


def _rung(rung: RungPlan) -> dict[str, Any]:
    return {
        "metric": rung.metric,
        "priority": rung.priority,
        "offset": seconds(rung.offset),
        "offset_time": rung.offset_time,
    }


def _level_plan(number: int, level: dict[str, Any]) -> LevelPlan:
    contacts = tuple(
        ContactPlan(**{name: value for name, value in contact.items() if name != "user"}, user_id=contact["user"])
        for contact in level["contacts"]
    )
    rungs = tuple(
        RungPlan(rung["metric"], rung["priority"], dt.timedelta(seconds=rung["offset"]), rung["offset_time"])
        for rung in level["rungs"]
    )
    return LevelPlan(
        number=number,
        name=level["name"],
        contacts=contacts,
        rungs=rungs,
        moves_to_level=level["moves_to_level"],
        must_acknowledge=level["must_acknowledge"],
    )
