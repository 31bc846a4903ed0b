"""A deadline that nobody has: what would be promised at an instant, explained as any deadline is."""

from __future__ import annotations

import datetime as dt
from typing import Any, NamedTuple

from administration.forms.trial import TrialForm
from sla.choices import Metric
from sla.engine import BusinessTimeError, Step
from sla.models import Calendar, Policy
from tickets.clocks import ZERO, Ledger, Terms, deadline
from tickets.models import Clock, Ticket
from tickets.readings import Reading, explain, read


class Tried(NamedTuple):
    """One clock, as it would be at the instant at which it starts."""

    reading: Reading
    steps: tuple[Step, ...]


def try_hours(calendar: Calendar | None, form: TrialForm) -> list[Tried]:
    """When the promise would be used up; nothing where the question or the calendar makes no sense."""
    if calendar is None or not form.is_valid() or not form.cleaned_data["promise"]:
        return []
    at = form.cleaned_data["opened_at"]
    clock = Clock(metric=Metric.RESOLUTION, calendar=calendar, started_at=at, planned_at=at, used=ZERO)
    clock.target = dt.timedelta(seconds=form.cleaned_data["promise"])
    return _tried([clock], at)


def try_policy(policy: Policy | None, form: TrialForm) -> list[Tried]:
    """Both clocks of a ticket that would be opened then, with this priority."""
    if policy is None or not form.is_valid():
        return []
    asked: dict[str, Any] = form.cleaned_data
    at = asked["opened_at"]
    ticket = Ticket(priority=asked["priority"], has_guaranteed_repair=asked["has_guaranteed_repair"])
    ledger = Ledger(ticket, Terms.of(policy))
    try:
        ledger.start(at)
    except BusinessTimeError:
        return []
    return _tried(ledger.clocks, at)


def _tried(clocks: list[Clock], at: dt.datetime) -> list[Tried]:
    found = []
    for clock in clocks:
        try:
            clock.due_at = deadline(clock, [])
            found.append(Tried(read(clock, [], at), explain(clock, [])))
        except BusinessTimeError:
            # So much time is not open before the end of the engine's years.
            continue
    return found
