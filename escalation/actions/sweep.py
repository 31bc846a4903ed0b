"""Sweep: fire what is due. Anyone may run it, as often and as many at once as they like."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from heapq import heappop, heappush

from django.db import transaction

from escalation.actions.set_alarms import levels_told, set_alarms_of
from escalation.actions.tell_level import Climb, Staff, Telling, tell, write_tellings
from escalation.choices import Trigger
from escalation.ladders import plan_of_policy
from escalation.models import Alarm, Escalation
from tickets.clocks import Span, spans
from tickets.models import Clock, Pause, Ticket, User

logger = logging.getLogger(__name__)

# So many alarms share a transaction: their tickets are locked for a tenth of a second.
BATCH = 100


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
    """Fire every alarm that is due at `at`, oldest first; at most `limit`.

    After a day off, each level fires once, in order. What was answered or put on hold meanwhile does not fire.
    A ticket that somebody is changing right now is left to the next sweep. A hundred alarms share a transaction;
    where one of them fails each gets one of its own, so that a broken ticket stops no other.
    """
    report, waiting, alone = SweepReport(at), _due(at), 0
    by = User.objects.automation() if waiting else None
    while by and waiting and (limit is None or len(report.fired) < limit):
        taken = [heappop(waiting) for _ in range(min(1 if alone else BATCH, len(waiting)))]
        alone = max(alone - 1, 0)
        room = None if limit is None else limit - len(report.fired)
        batch = Batch(taken, by, at, until=waiting[0] if waiting else None, room=room)
        if batch.is_done():
            report.fired += [telling.escalation for telling in batch.tellings]
            report.left += [alarm.number for alarm in taken if alarm.number not in batch.tickets]
            put_back = batch.waiting
        else:
            alone = alone if len(taken) == 1 else len(taken)
            report.failed += [alarm.number for alarm in taken] if len(taken) == 1 else []
            put_back = taken if len(taken) > 1 else []
        for alarm in put_back:
            heappush(waiting, alarm)
    return report


def _due(at: dt.datetime) -> list[Due]:
    alarms = Alarm.objects.filter(at__lte=at).order_by("at", "pk")
    return [Due(*row) for row in alarms.values_list("at", "pk", "clock_id", "clock__ticket_id")]


class Batch:
    """Some alarms that are handled together, the oldest first, in one transaction.

    It ends with what is older than `until`, the oldest alarm outside of it, or after `room` escalations; `waiting`
    is what is left then.
    """

    def __init__(self, alarms: list[Due], by: User, at: dt.datetime, *, until: Due | None, room: int | None) -> None:
        self.waiting, self.by, self.at, self.until, self.room = alarms.copy(), by, at, until, room
        self.tickets: Mapping[int, Ticket] = {}
        self.tellings: list[Telling] = []
        self.stale: dict[int, Ticket] = {}

    def is_done(self) -> bool:
        """Do it; False, with the reason in the log, where it failed and nothing of it was done."""
        numbers = sorted({alarm.number for alarm in self.waiting})
        try:
            with transaction.atomic():
                self._fire_all()
        except Exception:
            # Oldest first would otherwise mean that one broken ticket silences all others.
            logger.exception("Tickets %s could not be escalated", ", ".join(map(str, numbers)))
            return False
        return True

    def _fire_all(self) -> None:
        """Escalate by what is true now, under the locks; nothing where nothing is due any more."""
        self.tickets = _lock({alarm.number for alarm in self.waiting})
        self.waiting = [alarm for alarm in self.waiting if alarm.number in self.tickets]
        climbs, staff = _climbs(self.waiting, self.tickets), Staff(self.at)
        while self._goes_on():
            alarm = heappop(self.waiting)
            self._fire(alarm, climbs[alarm.clock_id], staff)
        write_tellings(tellings=self.tellings)
        set_alarms_of(tickets=list(self.stale.values()))

    def _goes_on(self) -> bool:
        has_room = self.room is None or len(self.tellings) < self.room
        return has_room and bool(self.waiting) and (self.until is None or self.waiting[0] < self.until)

    def _fire(self, alarm: Due, climb: Climb, staff: Staff) -> None:
        at = max(self.at, climb.ticket.last_activity_at)
        step = climb.due_step(at)
        if step is None:
            self.stale[alarm.number] = climb.ticket
            return
        self.tellings.append(
            tell(climb=climb, level=step.level, staff=staff, trigger=Trigger.AUTOMATIC, by=self.by, at=at)
        )
        following = climb.next_step()
        if following is not None and following.at <= self.at:
            heappush(self.waiting, replace(alarm, at=following.at))


def _lock(numbers: Iterable[int]) -> Mapping[int, Ticket]:
    """Those of the tickets that nobody else has, locked. Actions lock the ticket before they touch its alarms:
    who only ever waits for nothing cannot be part of a deadlock.
    """
    # First the locks, alone, for the reason given in the actions' frame.
    free = Ticket.objects.select_for_update(skip_locked=True).filter(pk__in=numbers).order_by("pk")
    locked = [number for (number,) in free.values_list("pk")]
    tickets = Ticket.objects.select_related("policy__ladder", "account", "level", "technician")
    return tickets.in_bulk(locked)


def _climbs(alarms: Iterable[Due], tickets: Mapping[int, Ticket]) -> Mapping[int, Climb]:
    """The clock of each alarm on its ladder: an escalation plans nothing anew, so no targets are read."""
    told, pauses = levels_told(tickets), _pauses(tickets)
    clocks = Clock.objects.select_related("calendar").in_bulk([alarm.clock_id for alarm in alarms])
    climbs = {}
    for clock in clocks.values():
        ticket = tickets[clock.ticket_id]
        climbed = told[ticket.pk, clock.metric, clock.cycle]
        climbs[clock.pk] = Climb(ticket, clock, plan_of_policy(ticket.policy), pauses.get(ticket.pk, ()), climbed)
    return climbs


def _pauses(tickets: Iterable[int]) -> Mapping[int, tuple[Span, ...]]:
    found: dict[int, tuple[Span, ...]] = {}
    for pause in Pause.objects.filter(ticket__in=list(tickets)):
        found[pause.ticket_id] = (*found.get(pause.ticket_id, ()), *spans([pause]))
    return found
