"""The state of tickets by their next clock, asked of the database: what lists filter by and the wall counts.

The same answer as `readings.next_reading`, without reading a clock: late is what `next_due_at` says, and what is at
risk lies before an instant that the engine gives once for each calendar and promise.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.db.models import Case, CharField, Exists, F, OuterRef, Q, QuerySet, Value, When

from sla.models import Calendar, Policy
from tickets.choices import OPEN_STATUSES, ClockState, Status
from tickets.models import Clock, Pause, Ticket
from tickets.readings import AT_RISK

OPEN = Q(status__in=sorted(OPEN_STATUSES))
PROMISED = Q(target__isnull=False) | Q(breached_at__isnull=False)


def open_tickets(tickets: QuerySet[Ticket]) -> QuerySet[Ticket]:
    """Those of the tickets on which there is still work."""
    return tickets.filter(OPEN)


def in_state(tickets: QuerySet[Ticket], state: ClockState, at: dt.datetime) -> QuerySet[Ticket]:
    """Those of the tickets that are open and whose next clock is in this state at `at`."""
    return tickets.filter(OPEN & _MEANINGS[state](at))


def with_state(tickets: QuerySet[Ticket], at: dt.datetime) -> QuerySet[Any]:
    """The open tickets, each with `clock_state` at `at`, to group and to count by."""
    state = Case(
        When(_is_late(at), then=Value(str(ClockState.OVERDUE))),
        When(_is_near(at), then=Value(str(ClockState.RISK))),
        When(_HAS_DEADLINE, then=Value(str(ClockState.RUNNING))),
        When(_is_paused(), then=Value(str(ClockState.PAUSED))),
        default=Value(str(ClockState.NONE)),
        output_field=CharField(),
    )
    return tickets.filter(OPEN).annotate(clock_state=state)


def waits_too_long(tickets: QuerySet[Ticket], at: dt.datetime) -> QuerySet[Ticket]:
    """Those that wait for the client for so long that their policy would bring it up: in its business time."""
    policies = Policy.objects.filter(pause_reminder_after__isnull=False).select_related("calendar")
    long = Q(pk__in=[])
    for policy in policies:
        since = policy.calendar.service_hours().before(at, policy.pause_reminder_after or AT_RISK)
        long |= Q(policy=policy, pauses__until_at=None, pauses__from_at__lte=since)
    return tickets.filter(long, status=Status.WAITING_CLIENT).distinct()


def _is_late(at: dt.datetime) -> Q:
    return Q(next_due_at__lt=at)


def _is_paused() -> Q:
    """A promise stands still. Where there is a deadline, nothing does."""
    running = Clock.objects.filter(PROMISED, ticket=OuterRef("pk"), stopped_at=None)
    return Q(Exists(Pause.objects.filter(ticket=OuterRef("pk"), until_at=None)) & Exists(running))


def _is_near(at: dt.datetime) -> Q:
    """The next deadline lies within two business hours; a short promise is at risk in its second half only."""
    calendars = Calendar.objects.in_bulk()
    last = max((_horizon(calendar, AT_RISK, at) for calendar in calendars.values()), default=at)
    soon = Q(next_due_at__gte=at, next_due_at__lte=last)
    at_risk = Q(pk__in=[])
    for calendar, target in _promises_due(soon):
        horizon = _horizon(calendars[calendar], min(AT_RISK, target / 2), at)
        at_risk |= Q(calendar=calendar, target=target, due_at__lte=horizon)
    return soon & Q(Exists(_next_clocks().filter(at_risk)))


def _promises_due(soon: Q) -> set[tuple[int, dt.timedelta]]:
    """The calendars and promises of the few clocks that are due soon."""
    tickets = Ticket.objects.filter(OPEN & soon)
    clocks = Clock.objects.filter(ticket__in=tickets, stopped_at=None, due_at=F("ticket__next_due_at"))
    promises = clocks.order_by().values_list("calendar", "target").distinct()
    return {(calendar, target) for calendar, target in promises if target is not None}


def _next_clocks() -> QuerySet[Clock]:
    return Clock.objects.filter(ticket=OuterRef("pk"), stopped_at=None, due_at=OuterRef("next_due_at"))


def _horizon(calendar: Calendar, amount: dt.timedelta, at: dt.datetime) -> dt.datetime:
    return calendar.service_hours().due_at(at, amount) or at


_HAS_DEADLINE = Q(next_due_at__isnull=False)
# Each excludes the others, and together they are all open tickets.
_MEANINGS: dict[ClockState, Callable[[dt.datetime], Q]] = {
    ClockState.OVERDUE: _is_late,
    ClockState.RISK: _is_near,
    ClockState.RUNNING: lambda at: Q(next_due_at__gte=at) & ~_is_near(at),
    ClockState.PAUSED: lambda at: ~_HAS_DEADLINE & _is_paused(),
    ClockState.NONE: lambda at: ~_HAS_DEADLINE & ~_is_paused(),
}
