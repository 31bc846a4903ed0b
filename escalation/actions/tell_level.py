"""Tell one level of a ladder about a ticket: what the sweep and a request have in common."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from escalation import notifications
from escalation.actions.set_alarms import set_alarm
from escalation.choices import Trigger
from escalation.decider import Offset, Standing, Step, next_step
from escalation.ladders import LadderPlan, plan_of_policy
from escalation.models import Escalation
from tickets.actions.frame import record
from tickets.choices import EventKind, Status
from tickets.clocks import Ledger, spans
from tickets.models import Clock, ResourceLevel, Ticket, User
from tickets.queries import first_present


@dataclass(frozen=True)
class Climb:
    """A clock of a locked ticket on its ladder."""

    ledger: Ledger
    clock: Clock
    plan: LadderPlan
    standing: Standing

    @classmethod
    def of(cls, ledger: Ledger, clock_id: int) -> Climb:
        """What is true now, of the clock of a ledger whose ticket is locked."""
        ticket = ledger.ticket
        clock = next(clock for clock in ledger.clocks if clock.pk == clock_id)
        told = Escalation.objects.filter(ticket=ticket, metric=clock.metric, cycle=clock.cycle)
        standing = Standing(
            due_at=clock.due_at if clock.is_running else None,
            hours=clock.calendar.service_hours(),
            pauses=tuple(spans(ledger.pauses)),
            told=frozenset(told.values_list("level", flat=True)),
        )
        return cls(ledger, clock, plan_of_policy(ticket.policy), standing)

    @property
    def offsets(self) -> tuple[Offset, ...]:
        return self.plan.offsets(self.clock.metric, self.clock.priority)

    def step_after(self, level: int) -> Step | None:
        """What comes next once this level is told, too."""
        return next_step(self.offsets, replace(self.standing, told=self.standing.told | {level}))


def tell_level(
    *, climb: Climb, level: int, trigger: Trigger, reason: str = "", by: User, at: dt.datetime
) -> Escalation:
    """Record the escalation, move the ticket up and the alarm on, and put the mails into the outbox.

    All in the caller's transaction, which has locked the ticket.
    """
    ticket, clock, planned = climb.ledger.ticket, climb.clock, climb.plan.level(level)
    escalation = Escalation.objects.create(
        ticket=ticket,
        metric=clock.metric,
        cycle=clock.cycle,
        level=level,
        name=planned.name,
        trigger=trigger,
        reason=reason,
        at=at,
        by=by,
        must_acknowledge=planned.must_acknowledge or trigger == Trigger.REQUESTED,
    )
    before = ticket.technician
    _move_up(ticket, planned.moves_to_level, at)
    _record(climb.ledger, escalation)
    set_alarm(clock=clock, step=climb.step_after(level))
    newcomer = ticket.technician if ticket.technician != before else None
    notifications.escalated(escalation, clock=clock, level=planned, newcomer=newcomer)
    return escalation


def _record(ledger: Ledger, escalation: Escalation) -> None:
    record(
        ledger,
        EventKind.ESCALATED,
        by=escalation.by,
        at=escalation.at,
        new=escalation.name,
        level=escalation.level,
        metric=escalation.metric,
        trigger=str(escalation.trigger),
        reason=escalation.reason,
    )


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
