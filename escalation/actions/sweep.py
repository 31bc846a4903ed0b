"""Sweep: fire what is due. Anyone may run it, as often and as many at once as they like."""

from __future__ import annotations

import datetime as dt
import logging
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import Q

from escalation.actions.set_alarms import set_alarms
from escalation.actions.tell_level import tell_level
from escalation.choices import Trigger
from escalation.decider import Standing, due_step
from escalation.ladders import plan_of_policy
from escalation.models import Alarm, Escalation
from tickets.clocks import Ledger, spans
from tickets.models import Clock, Ticket, User

logger = logging.getLogger(__name__)


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
    alarm: Alarm | None = None
    while limit is None or len(report.fired) < limit:
        alarm = _next_due(alarm, at)
        if alarm is None:
            break
        _try(alarm, report, by, at)
    return report


def _next_due(last: Alarm | None, at: dt.datetime) -> Alarm | None:
    """The oldest due alarm after the last one; an alarm that moved to its next rung comes by again."""
    due = Alarm.objects.filter(at__lte=at).select_related("clock").order_by("at", "pk")
    if last is not None:
        due = due.filter(Q(at__gt=last.at) | Q(pk__gt=last.pk), at__gte=last.at)
    return due.first()


def _try(alarm: Alarm, report: SweepReport, by: User, at: dt.datetime) -> None:
    number = alarm.clock.ticket_id
    try:
        with transaction.atomic():
            ticket = _lock(number)
            escalation = _fire(ticket, alarm.clock, by, at) if ticket else None
    except Exception:
        # Oldest first would otherwise mean that one broken ticket silences all others.
        logger.exception("Ticket %s could not be escalated", number)
        report.failed.append(number)
        return
    if ticket is None:
        report.left.append(number)
    elif escalation is not None:
        report.fired.append(escalation)


def _fire(ticket: Ticket, clock: Clock, by: User, at: dt.datetime) -> Escalation | None:
    """Escalate by what is true now, under the lock; None where nothing is due any more."""
    ledger, at = Ledger.load(ticket), max(at, ticket.last_activity_at)
    clock = next(own for own in ledger.clocks if own.pk == clock.pk)
    plan = plan_of_policy(ticket.policy)
    step = due_step(plan.offsets(clock.metric, clock.priority), _standing(ledger, clock), at)
    if step is None:
        set_alarms(ticket=ticket)
        return None
    level = plan.level(step.level)
    return tell_level(ledger=ledger, clock=clock, level=level, trigger=Trigger.AUTOMATIC, by=by, at=at)


def _lock(number: int) -> Ticket | None:
    """The ticket, locked; None while somebody else has it. Actions lock the ticket before they touch its alarms:
    who only ever waits for nothing cannot be part of a deadlock.
    """
    rows = Ticket.objects.select_for_update(skip_locked=True, of=("self",))
    related = rows.select_related("policy__calendar", "policy__ladder", "queue", "account", "level", "technician")
    return related.filter(pk=number).first()


def _standing(ledger: Ledger, clock: Clock) -> Standing:
    told = Escalation.objects.filter(ticket=ledger.ticket, metric=clock.metric, cycle=clock.cycle)
    return Standing(
        due_at=clock.due_at if clock.is_running else None,
        hours=clock.calendar.service_hours(),
        pauses=tuple(spans(ledger.pauses)),
        told=frozenset(told.values_list("level", flat=True)),
    )
