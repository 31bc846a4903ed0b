"""The service levels of the sheet, in the active language: what papers/templates/agreement.typ prints."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from agreement.queries import Agreement
from helpdesk.templatetags.moments import duration
from sla.choices import Metric, Priority
from sla.models import Calendar, Closure, Target
from sla.words import calendar_in_words
from tickets.days import day_of
from tickets.models import Contract

# The mark of promises that hold only for lines with a guaranteed repair time.
MARK = "*"


def facts(agreement: Agreement) -> list[tuple[str, str]]:
    """Label and value: by which contract, since when, and as of which day."""
    contract, coming = agreement.contract, agreement.next_contract
    said = [(_("Contract"), str(contract.policy) if contract else _("none"))]
    if contract:
        said.append((_("In force"), _span(contract)))
    said.append((_("As of"), day(agreement.at)))
    if coming:
        words = {"policy": coming.policy, "from": _date(coming.from_date)}
        said.append((_("Afterwards"), _("“%(policy)s” from %(from)s on") % words))
    return said


def without_contract(agreement: Agreement, premium_phone: str) -> dict[str, str] | None:
    """What it means to have no contract; None for who has one."""
    if agreement.contract is not None:
        return None
    sentences = [_("No time is promised, neither for a first response nor for a resolution: we do what we can.")]
    sentences.append(
        _("Each call is paid, on the premium-rate number %(number)s.") % {"number": premium_phone}
        if premium_phone
        else _("Each call is paid.")
    )
    sentences.append(_("Nothing can be escalated."))
    return {"title": _("Without contract"), "text": " ".join(sentences)}


def service_levels(agreement: Agreement) -> dict[str, Any] | None:
    """The table of promises with their objectives, and how they are counted; None where nothing is promised."""
    hours = _calendars(agreement)
    if not hours:
        return None
    return {
        "title": _("What we promise"),
        "lead": _lead(hours),
        "head": [
            _("Priority"),
            str(Metric.RESPONSE.label),
            _("Objective"),
            str(Metric.RESOLUTION.label),
            _("Objective"),
        ],
        "rows": [_row(agreement, priority, with_hours=len(hours) > 1) for priority in agreement.priorities],
        "with-objectives": _has_objectives(agreement),
        "overall": _overall(agreement),
        "notes": [*_open_hours(hours), *_closed_days(hours, day_of(agreement.at)), *_rules(agreement)],
        "mark": _mark(agreement),
    }


def named(priority: Priority) -> dict[str, str]:
    """A priority, and when it is that one."""
    return {"name": str(priority.label), "means": priority.heard}


def day(at: dt.datetime) -> str:
    """A date of the active time zone, in words."""
    return _date(at)


def _calendars(agreement: Agreement) -> list[Calendar]:
    """In whose hours anything is promised."""
    promised = [target for target in agreement.targets.values() if target.duration]
    return list({target.calendar.pk: target.calendar for target in promised}.values())


def _lead(hours: list[Calendar]) -> str:
    if len(hours) > 1:
        return _("Each time runs from the moment at which your request reaches us, in the hours given below it.")
    if hours[0].is_round_the_clock:
        return _("Each time runs day and night from the moment at which your request reaches us.")
    sentence = _("Each time runs in the hours of “%(calendar)s”, from the moment at which your request reaches us.")
    return sentence % {"calendar": hours[0].name}


def _row(agreement: Agreement, priority: Priority, *, with_hours: bool) -> dict[str, Any]:
    targets = [agreement.targets.get((priority, metric)) for metric in Metric]
    return {**named(priority), "cells": [_cell(target, with_hours=with_hours) for target in targets]}


def _cell(target: Target | None, *, with_hours: bool) -> dict[str, str]:
    nothing = {"time": "", "hours": "", "objective": "", "mark": "", "nothing": _("no commitment")}
    if target is None or target.duration is None:
        return nothing
    return {
        **nothing,
        "time": duration(target.duration),
        "hours": _in_hours(target.calendar) if with_hours else "",
        "objective": _percent(target.objective),
        "mark": MARK if target.needs_guaranteed_repair else "",
    }


def _in_hours(calendar: Calendar) -> str:
    return _("day and night") if calendar.is_round_the_clock else calendar.name


def _overall(agreement: Agreement) -> list[str]:
    objectives = [agreement.policy.response_objective, agreement.policy.resolution_objective]
    if objectives == [None, None]:
        return []
    return [_("All priorities together"), *(_percent(objective) for objective in objectives)]


def _has_objectives(agreement: Agreement) -> bool:
    promised = [target for target in agreement.targets.values() if target.duration]
    return bool(_overall(agreement)) or any(target.objective is not None for target in promised)


def _percent(value: int | None) -> str:
    return "" if value is None else _("%(value)s%%") % {"value": value}


def _open_hours(hours: list[Calendar]) -> list[str]:
    said = [calendar_in_words(calendar) for calendar in hours if not calendar.is_round_the_clock]
    if any(calendar.is_round_the_clock for calendar in hours):
        said.append(_("Day and night: at every hour, on every day of the year."))
    return said


def _closed_days(hours: list[Calendar], today: dt.date) -> list[str]:
    """Closures that come back each year, and those that are not over: what one calls in vain on."""
    said = []
    for calendar in hours:
        closures = [closure for closure in calendar.closures.all() if closure.is_yearly or closure.until_date >= today]
        if closures:
            words = {"calendar": calendar.name, "closures": "; ".join(map(_closure, closures))}
            said.append(_("%(calendar)s: closed, too: %(closures)s.") % words)
    return said


def _closure(closure: Closure) -> str:
    style = "j F" if closure.is_yearly else "j F Y"
    first, last = _date(closure.from_date, style), _date(closure.until_date, style)
    words = {"name": closure.name, "from": first, "until": last}
    if closure.is_yearly:
        return _("%(name)s, each year from %(from)s to %(until)s") % words
    if first == last:
        return _("%(name)s, on %(from)s") % words
    return _("%(name)s, from %(from)s to %(until)s") % words


def _rules(agreement: Agreement) -> list[str]:
    policy = agreement.policy
    said = [_definition(agreement)]
    if any(metric == Metric.RESOLUTION and target.duration for (_one, metric), target in agreement.targets.items()):
        said.append(_("Resolution: it works again, or what you asked for is done."))
    if _has_objectives(agreement):
        said.append(_("Objective: the part of your requests for which we keep the time, in each period."))
    if policy.pauses_for_client and policy.pauses_for_third_party:
        said.append(_("While we wait for an answer of yours or of a supplier, the clocks stand still."))
    elif policy.pauses_for_client:
        said.append(_("While we wait for an answer of yours, the clocks stand still."))
    elif policy.pauses_for_third_party:
        said.append(_("While we wait for an answer of a supplier, the clocks stand still."))
    if policy.reopening_window:
        window = {"time": duration(policy.reopening_window)}
        said.append(_("If it does not work after all, reopen the request within %(time)s of business time.") % window)
    return said


def _mark(agreement: Agreement) -> list[str]:
    """The mark and what it stands for, where some promise bears it."""
    if not any(target.needs_guaranteed_repair and target.duration for target in agreement.targets.values()):
        return []
    return [MARK, _("For lines with a guaranteed repair time alone; for others, no commitment.")]


def _definition(agreement: Agreement) -> str:
    if agreement.policy.taking_charge_is_response:
        return _("First response: one of us answers you, or takes charge of your request.")
    return _("First response: one of us answers you. An automatic acknowledgement is none.")


def _span(contract: Contract) -> str:
    words = {"from": _date(contract.from_date), "until": contract.until_date and _date(contract.until_date)}
    if contract.until_date is None:
        return _("since %(from)s") % words
    return _("from %(from)s to %(until)s") % words


def _date(date: dt.date, style: str = "j F Y") -> str:
    words = date_format(date, style)
    is_first_in_french = date.day == 1 and (get_language() or "").startswith("fr")
    return words.replace("1", "1er", 1) if is_first_in_french else words
