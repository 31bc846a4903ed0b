"""Tell one level of a ladder about a ticket: what the sweep and a request have in common."""

from __future__ import annotations

import datetime as dt

from escalation import notifications
from escalation.choices import Trigger
from escalation.ladders import LevelPlan
from escalation.models import Escalation
from tickets.actions.frame import record
from tickets.choices import EventKind, Status
from tickets.clocks import Ledger
from tickets.models import Clock, ResourceLevel, Ticket, User
from tickets.queries import first_present


def tell_level(
    *,
    ledger: Ledger,
    clock: Clock,
    level: LevelPlan,
    trigger: Trigger,
    reason: str = "",
    by: User,
    at: dt.datetime,
) -> Escalation:
    """Record the escalation, move the ticket up, and put the mails into the outbox, in the caller's transaction.

    The ticket of `ledger` is locked. The history's signal moves the alarm to the next rung.
    """
    ticket = ledger.ticket
    escalation = Escalation.objects.create(
        ticket=ticket,
        metric=clock.metric,
        cycle=clock.cycle,
        level=level.number,
        name=level.name,
        trigger=trigger,
        reason=reason,
        at=at,
        by=by,
        must_acknowledge=level.must_acknowledge or trigger == Trigger.REQUESTED,
    )
    before = ticket.technician
    _move_up(ticket, level.moves_to_level, at)
    record(
        ledger,
        EventKind.ESCALATED,
        by=by,
        at=at,
        new=level.name,
        level=level.number,
        metric=clock.metric,
        trigger=str(trigger),
        reason=reason,
    )
    newcomer = ticket.technician if ticket.technician != before else None
    notifications.escalated(escalation, clock=clock, level=level, newcomer=newcomer)
    return escalation


def _move_up(ticket: Ticket, wanted: int | None, at: dt.datetime) -> None:
    """To the first present technician of the wanted resource level; never down, and never away to nobody."""
    here = ticket.level.number if ticket.level else 0
    if ticket.technician is not None and (wanted is None or wanted <= here):
        return
    level = _nearest(ticket, max(wanted or 1, here))
    technician = first_present(level, at) if level else None
    if level is not None and level.number >= here:
        ticket.level = level
    if technician is not None:
        ticket.technician = technician
        if ticket.status == Status.NEW:
            ticket.status = Status.ASSIGNED


def _nearest(ticket: Ticket, wanted: int) -> ResourceLevel | None:
    """The highest level of the queue up to the wanted one, else its lowest."""
    levels = ResourceLevel.objects.filter(queue=ticket.queue).order_by("number")
    return levels.filter(number__lte=wanted).last() or levels.first()
