"""How to reach us and how to escalate, in the active language: what papers/templates/agreement.typ prints."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from agreement.queries import Agreement
from escalation.choices import OffsetTime, Purpose, Service
from escalation.ladders import ContactPlan, LevelPlan
from helpdesk.templatetags.moments import duration
from sla.choices import Metric, Priority
from tickets.phone import readable

# The offset of each level and what it is counted in; None where the level is not reached.
Climb = tuple[tuple[dt.timedelta, str] | None, ...]


def how_to_reach_us(agreement: Agreement) -> dict[str, Any] | None:
    """By priority, for who has a contract or for who has none; None where the house wrote nothing."""
    rows = _instructions(agreement, Purpose.TRIGGER, agreement.priorities)
    if not rows:
        return None
    return {
        "title": _("How to reach us"),
        "lead": "",
        "head": [_("Priority"), _("What to do")],
        "rows": rows,
        "notes": [],
    }


def how_to_escalate(agreement: Agreement) -> dict[str, Any] | None:
    """What the client may do once a promise is missed; None for who has no contract: nothing is promised to them."""
    if agreement.contract is None:
        return None
    plan = agreement.ladder
    allowed = [priority for priority in agreement.priorities if priority in plan.request_priorities]
    if not plan.levels or not allowed:
        lead = _("This contract provides for no escalation.")
        return {"title": _title(), "lead": lead, "head": [], "rows": [], "notes": []}
    return {
        "title": _title(),
        "lead": _from_when(plan.request_after),
        "head": [_("Priority"), _("What to do")],
        "rows": _instructions(agreement, Purpose.ESCALATE, allowed),
        "notes": [*_never(agreement, allowed), _on_the_portal()],
    }


def who_is_told(agreement: Agreement) -> dict[str, Any] | None:
    """The ladder: when each level is told, and who it is; None where there is none."""
    levels = agreement.ladder.levels
    if agreement.contract is None or not levels:
        return None
    return {
        "title": _("Who is told when a time is missed"),
        "lead": _("Nobody has to ask for it: so long after a missed time, the next level is told."),
        "late": _("Late by"),
        "levels": [_("Level %(level)s") % {"level": level.number} for level in levels],
        "rows": _climbs(agreement),
        "told": _("The levels"),
        "contacts": {
            "head": [_("Level"), _("Who is told"), pgettext("escalation contact", "For"), _("Phone"), _("E-mail")],
            "rows": [_contact(level, contact) for level in levels for contact in level.contacts],
        },
        "notes": [],
    }


def _title() -> str:
    return _("If it takes too long: ask for an escalation")


def _instructions(agreement: Agreement, purpose: Purpose, priorities: list[Priority]) -> list[dict[str, str]]:
    """A row for each text; priorities of which the same is said share it."""
    rows: dict[str, list[Priority]] = {}
    for priority in priorities:
        if text := agreement.instructions.get((purpose, priority), ""):
            rows.setdefault(text, []).append(priority)
    return [{"name": _names(agreement, shared), "text": text} for text, shared in rows.items()]


def _names(agreement: Agreement, priorities: list[Priority]) -> str:
    if len(priorities) > 1 and priorities == agreement.priorities:
        return _("All priorities")
    return ", ".join(str(priority.label) for priority in priorities)


def _from_when(grace: dt.timedelta) -> str:
    if not grace:
        return _("You may ask for an escalation as soon as a time promised above is missed.")
    return _("You may ask for an escalation once a time promised above is missed by %(grace)s of business time.") % {
        "grace": duration(grace)
    }


def _never(agreement: Agreement, allowed: Iterable[Priority]) -> list[str]:
    others = [str(priority.label) for priority in agreement.priorities if priority not in allowed]
    if not others:
        return []
    return [_("These priorities are not escalated: %(priorities)s.") % {"priorities": ", ".join(others)}]


def _on_the_portal() -> str:
    return _("The number of the request is needed. On the portal, each request says from when it can be escalated.")


def _climbs(agreement: Agreement) -> list[dict[str, Any]]:
    """A row for each way to climb; the priorities that climb alike share it."""
    rows: dict[tuple[Climb, tuple[Metric, ...]], list[Priority]] = {}
    for priority in agreement.priorities:
        climbs: dict[Climb, tuple[Metric, ...]] = {}
        for metric in _promised(agreement, priority):
            climb = _climb(agreement, priority, metric)
            if any(climb):
                climbs[climb] = (*climbs.get(climb, ()), metric)
        for way in climbs.items():
            rows.setdefault(way, []).append(priority)
    return [_row(_names(agreement, shared), *way) for way, shared in rows.items()]


def _promised(agreement: Agreement, priority: Priority) -> list[Metric]:
    targets = ((metric, agreement.targets.get((priority, metric))) for metric in Metric)
    return [metric for metric, target in targets if target is not None and target.duration]


def _climb(agreement: Agreement, priority: Priority, metric: Metric) -> Climb:
    offsets = {offset.level: offset for offset in agreement.ladder.offsets(metric, priority)}
    found = (offsets.get(level.number) for level in agreement.ladder.levels)
    return tuple((offset.amount, offset.counted_in) if offset else None for offset in found)


def _row(name: str, climb: Climb, metrics: tuple[Metric, ...]) -> dict[str, Any]:
    return {
        "name": name,
        "metrics": ", ".join(str(metric.label) for metric in metrics),
        "cells": [_cell(*step) if step else {"after": "", "counted": ""} for step in climb],
    }


def _cell(amount: dt.timedelta, counted_in: str) -> dict[str, str]:
    counted = _("day and night") if counted_in == OffsetTime.REAL else _("of business time")
    return {"after": duration(amount) if amount else _("at once"), "counted": counted}


def _contact(level: LevelPlan, contact: ContactPlan) -> dict[str, str]:
    """Who it is. Phone and address of a person of the house are theirs: clients call the numbers above."""
    is_of_house = contact.user_id is not None
    service = Service(contact.service)
    return {
        "level": str(level.number),
        "name": contact.name,
        "role": contact.role or (level.name if level.name != contact.name else ""),
        "service": _("everything") if service == Service.ALL else str(service.label),
        "phone": readable(contact.phone) if contact.phone and not is_of_house else "",
        "email": "" if is_of_house else contact.email,
    }
