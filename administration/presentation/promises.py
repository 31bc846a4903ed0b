"""Policies and ladders as lines of words: for the log, and before an edit is saved."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from administration.values.policy import CELLS, cell_name
from escalation.choices import OffsetTime, Service
from escalation.models import Ladder
from helpdesk.templatetags.moments import duration
from sla.choices import Metric, Priority
from sla.models import Policy
from tickets.phone import readable

FLAGS = ("pauses_for_client", "pauses_for_third_party", "taking_charge_is_response", "intake_call_is_response")
OBJECTIVES = ("response_objective", "resolution_objective")


def policy_lines(values: Mapping[str, Any]) -> dict[str, str]:
    """The name, each promise, each rule."""
    lines = {_("Name"): values["name"]}
    for metric, priority in CELLS:
        lines[f"{priority.label}, {metric.label}"] = _promise(values["targets"][cell_name(metric, priority)])
    for name in OBJECTIVES:
        lines[_label(Policy, name)] = "" if values[name] is None else _percent(values[name])
    for name in FLAGS:
        lines[_label(Policy, name)] = pgettext("value", "yes") if values[name] else pgettext("value", "no")
    lines[_("Calendar of the rules")] = values["calendar"]["name"]
    lines[_label(Policy, "reopening_window")] = _time(values["reopening_window"])
    reminder = values["pause_reminder_after"]
    lines[_label(Policy, "pause_reminder_after")] = pgettext("after", "never") if reminder is None else _time(reminder)
    return {label: text for label, text in lines.items() if text}


def ladder_lines(values: Mapping[str, Any]) -> dict[str, str]:
    """When it may be asked for; then each level with whom it tells and when."""
    priorities = [str(Priority(priority).label) for priority in values["request_priorities"]]
    lines = {
        _label(Ladder, "request_after"): _time(values["request_after"]),
        _label(Ladder, "request_priorities"): ", ".join(priorities),
    }
    for number, level in enumerate(values["levels"], 1):
        lines |= _level(number, level)
    return {label: text for label, text in lines.items() if text}


def _level(number: int, level: Mapping[str, Any]) -> dict[str, str]:
    of = {"level": number}
    lines = {
        _("Level %(level)s") % of: level["name"],
        _("Level %(level)s, moves to resource level") % of: str(level["moves_to_level"] or ""),
        _("Level %(level)s, must be acknowledged") % of: pgettext("value", "yes")
        if level["must_acknowledge"]
        else pgettext("value", "no"),
        _("Level %(level)s tells") % of: "; ".join(_contact(contact) for contact in level["contacts"]),
    }
    for rung in level["rungs"]:
        cell = f"{Priority(rung['priority']).label}, {Metric(rung['metric']).label}"
        late = {"time": _time(rung["offset"]), "counted": OffsetTime(rung["offset_time"]).label}
        lines[_("Level %(level)s: %(cell)s") % {**of, "cell": cell}] = _("late by %(time)s, %(counted)s") % late
    return lines


def _contact(contact: Mapping[str, Any]) -> str:
    phone = readable(contact["phone"]) if contact["phone"] else ""
    service = "" if contact["service"] == Service.ALL else str(Service(contact["service"]).label)
    return ", ".join(filter(None, (contact["name"], contact["role"], contact["email"], phone, service)))


def _promise(target: Mapping[str, Any]) -> str:
    if target["duration"] is None:
        return _("nothing is promised")
    said = {"time": _time(target["duration"]), "calendar": target["calendar"]["name"]}
    text = _("%(time)s (%(calendar)s)") % said
    if target["objective"] is not None:
        text = _("%(promise)s, objective %(percent)s") % {"promise": text, "percent": _percent(target["objective"])}
    if target["needs_guaranteed_repair"]:
        text = _("%(promise)s, only with a guaranteed repair time") % {"promise": text}
    return text


def _time(seconds: int) -> str:
    return duration(dt.timedelta(seconds=seconds))


def _percent(value: int) -> str:
    return _("%(number)s %%") % {"number": value}


def _label(model: Any, field: str) -> str:
    return str(model._meta.get_field(field).verbose_name).capitalize()
