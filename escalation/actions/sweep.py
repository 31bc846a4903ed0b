"""Sweep: fire what is due. Anyone may run it, as often and as many at once as they like."""

from __future__ import annotations

import datetime as dt
import logging
from dataclasses import dataclass, field, replace
from heapq import heappop, heappush

from django.db import transaction

from escalation.actions.set_alarms import set_alarms
from escalation.actions.tell_level import Climb, tell_level
from escalation.choices import Trigger
from escalation.decider import Step, due_step
from escalation.models import Alarm, Escalation
from tickets.clocks import Ledger, Terms
from tickets.models import Ticket, User

logger = logging.getLogger(__name__)


@dataclass(frozen=True, order=True)
class Due:
    """An alarm whose time has come, in the order in which they are handled."""

    at: dt.datetime
    pk: int
    clock_id: int
    number: int


@dataclass
class SweepReport:
    """What one sweep did: escalations in the order in which they fired, tickets left for the next sweep because
    somebody was at them, and tickets whose escalation failed (the log says why).
    """

    at: dt.datetime
    fired: list[Escalation] = field(default_factory=list)
    left: list[int] = field(default_factory=list)
    failed: list[int] = field(default_factory=list)


def sweep(*, at: dt.datetime, limit: int | None = None) -> SweepReport:
    """Fire every alarm that is due at `at`, oldest first, each in a transaction of its own; at most `limit`.

    After a day off, each level fires once, in order. What was answered or put on hold meanwhile does not fire.
    A ticket that somebody is changing right now is left to the next sweep, and one that fails stops no other.
    """
    report, by = SweepReport(at), User.objects.automation()
    due = _due(at)
    while due and (limit is None or len(report.fired) < limit):
        alarm = heappop(due)
        again = _try(alarm, report, by, at)
        if again is not None and again.at <= at:
            heappush(due, replace(alarm, at=again.at))
    return report


def _due(at: dt.datetime) -> list[Due]:
    alarms = Alarm.objects.filter(at__lte=at).order_by("at", "pk")
    return [Due(*row) for row in alarms.values_list("at", "pk", "clock_id", "clock__ticket_id")]


def _try(alarm: Due, report: SweepReport, by: User, at: dt.datetime) -> Step | None:
    """Do what this alarm asks for; returns the step after it."""
    try:
        with transaction.atomic():
            ticket = _lock(alarm.number)
            escalation, following = _fire(ticket, alarm, by, at) if ticket else (None, None)
    except Exception:
        # Oldest first would otherwise mean that one broken ticket silences all others.
        logger.exception("Ticket %s could not be escalated", alarm.number)
        report.failed.append(alarm.number)
        return None
    if ticket is None:
        report.left.append(alarm.number)
    elif escalation is not None:
        report.fired.append(escalation)
    return following


def _fire(ticket: Ticket, alarm: Due, by: User, at: dt.datetime) -> tuple[Escalation | None, Step | None]:
    """Escalate by what is true now, under the lock; nothing where nothing is due any more."""
    at = max(at, ticket.last_activity_at)
    climb = Climb.of(_ledger(ticket), alarm.clock_id)
    step = due_step(climb.offsets, climb.standing, at)
    if step is None:
        set_alarms(ticket=ticket)
        return None, None
    escalation = tell_level(climb=climb, level=step.level, trigger=Trigger.AUTOMATIC, by=by, at=at)
    return escalation, climb.step_after(step.level)


def _ledger(ticket: Ticket) -> Ledger:
    """The ticket's clocks and pauses; an escalation plans nothing anew, so the policy's targets are not read."""
    clocks = list(ticket.clocks.select_related("calendar"))
    return Ledger(ticket, Terms(ticket.policy, {}), clocks, list(ticket.pauses.all()))


def _lock(number: int) -> Ticket | None:
    """The ticket, locked; None while somebody else has it. Actions lock the ticket before they touch its alarms:
    who only ever waits for nothing cannot be part of a deadlock.
    """
    # First the lock, alone, for the reason given in the actions' frame.
    if not Ticket.objects.select_for_update(skip_locked=True).values_list("pk").filter(pk=number):
        return None
    return Ticket.objects.select_related("policy__ladder", "account", "level", "technician").get(pk=number)
