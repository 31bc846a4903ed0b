"""Tell levels of ladders about tickets: what the sweep, for many at once, and a request have in common.

First each level is told in memory, then all is written at once: escalations, tickets, history, alarms and mails,
in as many statements for a hundred as for one.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db.models import F

from escalation import notifications
from escalation.actions.set_alarms import levels_told, move_alarms
from escalation.choices import Trigger
from escalation.decider import Offset, Standing, Step, due_step, next_step
from escalation.ladders import LadderPlan, LevelPlan, plan_of_policy
from escalation.models import Escalation
from tickets.actions.frame import announce
from tickets.choices import EventKind, Status
from tickets.clocks import Ledger, spans
from tickets.models import Clock, Contact, Event, ResourceLevel, Ticket, User
from tickets.queries import first_present


@dataclass
class Climb:
    """A clock of a locked ticket on its ladder; `told` grows with what is told."""

    ticket: Ticket
    clock: Clock
    plan: LadderPlan
    pauses: tuple[tuple[dt.datetime, dt.datetime | None, str], ...]
    told: frozenset[int]

    @classmethod
    def of(cls, ledger: Ledger, clock_id: int) -> Climb:
        """What is true now, of the clock of a ledger whose ticket is locked."""
        ticket = ledger.ticket
        clock = next(clock for clock in ledger.clocks if clock.pk == clock_id)
        told = levels_told([ticket.pk])[ticket.pk, clock.metric, clock.cycle]
        return cls(ticket, clock, plan_of_policy(ticket.policy), tuple(spans(ledger.pauses)), told)

    def due_step(self, at: dt.datetime) -> Step | None:
        """The next level, if its time has come."""
        return due_step(self._offsets, self._standing, at)

    def next_step(self) -> Step | None:
        """The next level and its instant."""
        return next_step(self._offsets, self._standing)

    @property
    def _offsets(self) -> tuple[Offset, ...]:
        return self.plan.offsets(self.clock.metric, self.clock.priority)

    @property
    def _standing(self) -> Standing:
        due_at = self.clock.due_at if self.clock.is_running else None
        return Standing(due_at, self.clock.calendar.service_hours(), self.pauses, self.told)


@dataclass
class Staff:
    """Who is asked at one instant, read once a cell."""

    at: dt.datetime
    _cells: dict[int, list[ResourceLevel]] = field(default_factory=dict)
    _first: dict[int, User | None] = field(default_factory=dict)

    def nearest(self, ticket: Ticket, wanted: int) -> ResourceLevel | None:
        """The highest level of the queue up to the wanted one, else its lowest."""
        if ticket.queue_id not in self._cells:
            levels = ResourceLevel.objects.filter(queue=ticket.queue_id).select_related("queue__calendar")
            self._cells[ticket.queue_id] = list(levels.order_by("number"))
        levels_here = self._cells[ticket.queue_id]
        below = [level for level in levels_here if level.number <= wanted]
        return next(iter([*reversed(below), *levels_here]), None)

    def first(self, level: ResourceLevel) -> User | None:
        """Who of the cell is asked first; asked anew where that depends on what each of them has."""
        if level.queue.balances_load or level.pk not in self._first:
            self._first[level.pk] = first_present(level, self.at)
        return self._first[level.pk]


@dataclass(frozen=True)
class Telling:
    """One level told in memory, and what came of it."""

    climb: Climb
    planned: LevelPlan
    escalation: Escalation
    newcomer: User | None


def tell_level(
    *,
    climb: Climb,
    level: int,
    trigger: Trigger,
    reason: str = "",
    asked_by: Contact | None = None,
    by: User,
    at: dt.datetime,
) -> Escalation:
    """Record the escalation, move the ticket up and the alarm on, and put the mails into the outbox.

    All in the caller's transaction, which has locked the ticket.
    """
    telling = tell(climb=climb, level=level, staff=Staff(at), trigger=trigger, reason=reason, by=by, at=at)
    telling.escalation.asked_by = asked_by
    write_tellings(tellings=[telling])
    return telling.escalation


def tell(
    *, climb: Climb, level: int, staff: Staff, trigger: Trigger, reason: str = "", by: User, at: dt.datetime
) -> Telling:
    """Tell a level in memory; `write_tellings` follows, in the same transaction."""
    ticket, clock, planned = climb.ticket, climb.clock, climb.plan.level(level)
    before = ticket.technician
    _move_up(ticket, planned.moves_to_level, staff)
    ticket.last_activity_at, ticket.version = at, ticket.version + 1
    climb.told |= {level}
    escalation = Escalation(
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
    return Telling(climb, planned, escalation, ticket.technician if ticket.technician != before else None)


def write_tellings(*, tellings: Sequence[Telling]) -> None:
    """Write what was told, in its order: escalations, tickets, history, alarms, mails."""
    if not tellings:
        return
    Escalation.objects.bulk_create(telling.escalation for telling in tellings)
    _write_tickets(tellings)
    announce(Event.objects.bulk_create(_event(telling.escalation) for telling in tellings))
    climbs = {telling.climb.clock.pk: telling.climb for telling in tellings}
    move_alarms((climb.clock, climb.next_step()) for climb in climbs.values())
    notifications.escalated(tellings)


def _write_tickets(tellings: Sequence[Telling]) -> None:
    """One statement for all that went the same way: a hundred tickets go few ways."""
    steps: dict[int, int] = {}
    tickets: dict[int, Ticket] = {}
    for telling in tellings:
        ticket = telling.climb.ticket
        tickets[ticket.pk], steps[ticket.pk] = ticket, steps.get(ticket.pk, 0) + 1
    ways: dict[tuple[int | None, int | None, str, dt.datetime, int], list[int]] = {}
    for number, ticket in tickets.items():
        way = (ticket.level_id, ticket.technician_id, ticket.status, ticket.last_activity_at, steps[number])
        ways.setdefault(way, []).append(number)
    for (level, technician, status, at, count), numbers in ways.items():
        Ticket.objects.filter(pk__in=numbers).update(
            level=level, technician=technician, status=status, last_activity_at=at, version=F("version") + count
        )


def _event(escalation: Escalation) -> Event:
    data: dict[str, object] = {
        "level": escalation.level,
        "metric": escalation.metric,
        "trigger": str(escalation.trigger),
        "reason": escalation.reason,
    }
    if escalation.asked_by is not None:
        data["asked_by"] = str(escalation.asked_by)
    return Event(
        ticket=escalation.ticket,
        kind=EventKind.ESCALATED,
        by=escalation.by,
        at=escalation.at,
        new=escalation.name[:200],
        data=data,
    )


def _move_up(ticket: Ticket, wanted: int | None, staff: Staff) -> None:
    """To the first present technician of the wanted resource level; never down, and never away to nobody."""
    here = ticket.level.number if ticket.level else 0
    if ticket.technician is not None and (wanted is None or wanted <= here):
        return
    level = staff.nearest(ticket, max(wanted or 1, here))
    technician = staff.first(level) if level else None
    if level is not None and level.number >= here:
        ticket.level = level
    if technician is not None:
        ticket.technician = technician
        if ticket.status == Status.NEW:
            ticket.status = Status.ASSIGNED
    if level is not None and level.queue.balances_load:
        # Who is asked next depends on it.
        ticket.save(update_fields=["level", "technician", "status"])
