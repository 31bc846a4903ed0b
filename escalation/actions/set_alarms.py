"""Set the alarms of a ticket: for each running clock the next level and its instant."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db.models import F, Q

from escalation.decider import Standing, Step, next_step
from escalation.ladders import NO_LADDER, LadderPlan, plan_of
from escalation.models import Alarm, Escalation
from tickets.clocks import Span, spans
from tickets.models import Clock, Ticket


def set_alarms(*, ticket: Ticket) -> None:
    """Make the alarms what clocks and ladder say now. The ticket is saved, and its row locked by the caller.

    It runs inside every action: one query where nothing can fire, three where nothing is overdue.
    """
    clocks = list(_clocks(ticket))
    if not clocks:
        return
    plan = _ladder(clocks[0])
    pauses, told = _since_the_deadline(ticket, clocks) if plan.levels else ((), {})
    wanted = [
        (clock, _next_step(clock, plan, pauses, told.get((clock.metric, clock.cycle), set()))) for clock in clocks
    ]
    _write(wanted)


def set_alarm(*, clock: Clock, step: Step | None) -> None:
    """Make one clock's alarm this step; None takes it away."""
    if step is None:
        Alarm.objects.filter(clock=clock).delete()
    else:
        _upsert([Alarm(clock=clock, level=step.level, at=step.at)])


def _clocks(ticket: Ticket) -> Iterable[Clock]:
    can_fire = Q(stopped_at__isnull=True, due_at__isnull=False)
    return (
        Clock.objects.filter(can_fire | Q(alarm__isnull=False), ticket=ticket)
        .select_related("alarm", "calendar")
        .annotate(ladder_id=F("ticket__policy__ladder__pk"), ladder_version=F("ticket__policy__ladder__version"))
    )


def _ladder(clock: Clock) -> LadderPlan:
    # Annotations of _clocks, which cost no query.
    ladder_id, version = clock.ladder_id, clock.ladder_version  # type: ignore[attr-defined]
    return plan_of(ladder_id, version) if ladder_id else NO_LADDER


def _since_the_deadline(
    ticket: Ticket, clocks: list[Clock]
) -> tuple[tuple[Span, ...], dict[tuple[str, int], set[int]]]:
    """Pauses and levels told: neither can matter where no deadline lies before the last activity."""
    if all(clock.due_at is None or clock.due_at >= ticket.last_activity_at for clock in clocks):
        return (), {}
    told: dict[tuple[str, int], set[int]] = {}
    for metric, cycle, level in Escalation.objects.filter(ticket=ticket).values_list("metric", "cycle", "level"):
        told.setdefault((metric, cycle), set()).add(level)
    return tuple(spans(ticket.pauses.all())), told


def _next_step(clock: Clock, plan: LadderPlan, pauses: tuple[Span, ...], told: set[int]) -> Step | None:
    if not clock.is_running:
        return None
    standing = Standing(clock.due_at, clock.calendar.service_hours(), pauses, frozenset(told))
    return next_step(plan.offsets(clock.metric, clock.priority), standing)


def _write(wanted: list[tuple[Clock, Step | None]]) -> None:
    over = [clock.pk for clock, step in wanted if step is None and _alarm(clock) is not None]
    if over:
        Alarm.objects.filter(clock__in=over).delete()
    changed = [(clock, step) for clock, step in wanted if step is not None and _alarm(clock) != (step.level, step.at)]
    _upsert([Alarm(clock=clock, level=step.level, at=step.at) for clock, step in changed])


def _upsert(alarms: list[Alarm]) -> None:
    if alarms:
        Alarm.objects.bulk_create(alarms, update_conflicts=True, unique_fields=["clock"], update_fields=["level", "at"])


def _alarm(clock: Clock) -> tuple[int, dt.datetime] | None:
    alarm: Alarm | None = getattr(clock, "alarm", None)
    return (alarm.level, alarm.at) if alarm else None
