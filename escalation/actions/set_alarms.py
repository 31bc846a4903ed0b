"""Set the alarms of tickets: for each running clock the next level and its instant."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from django.db.models import F, Q

from escalation.decider import Standing, Step, next_step
from escalation.ladders import NO_LADDER, LadderPlan, plan_of
from escalation.models import Alarm, Escalation, Ladder
from tickets.clocks import Ledger, Span, spans
from tickets.joined import Joined
from tickets.models import Clock, Pause, Ticket
from tickets.written import write

_LADDERS = Joined(Ladder)
# Ticket, metric and cycle: a ladder is climbed once for each.
Climbed = tuple[int, str, int]


def set_alarms(*, ticket: Ticket) -> None:
    """Make the alarms what clocks and ladder say now. The ticket is saved, and its row locked by the caller.

    It runs inside every action: one query where nothing can fire, three where nothing is overdue.
    """
    set_alarms_of(tickets=[ticket])


def set_alarms_of(*, tickets: Sequence[Ticket]) -> None:
    """The same for many at once, in as many statements as for one."""
    if not tickets:
        return
    by_number = {ticket.pk: ticket for ticket in tickets}
    clocks = _clocks(by_number)
    late = {clock.ticket_id for clock in clocks if _ladder(clock).levels and _may_be_late(clock, by_number)}
    pauses, told = _pauses_of(late), levels_told(late)
    _write([(clock, _next_step(clock, pauses, told)) for clock in clocks])


def set_first_alarms(*, ledger: Ledger) -> None:
    """The alarms of a ticket that has just been opened: nothing was told, and its clocks are at hand.

    The ladder is read after the ticket was written, which shares the policy's row: so a ladder that is being
    defined either finds the ticket, or is found here.
    """
    ladder = _LADDERS.first("WHERE it.policy_id = %(policy)s", {"policy": ledger.ticket.policy_id})
    plan = plan_of(ladder.pk, ladder.version) if ladder else NO_LADDER
    first = [(clock, step) for clock in ledger.running() if (step := _first_step(clock, plan)) is not None]
    write([Alarm(clock=clock, level=step.level, at=step.at) for clock, step in first])


def move_alarms(steps: Iterable[tuple[Clock, Step | None]]) -> None:
    """Make the alarm of each clock this step; None takes it away."""
    steps = list(steps)
    over = [clock.pk for clock, step in steps if step is None]
    if over:
        Alarm.objects.filter(clock__in=over).delete()
    alarms = [Alarm(clock=clock, level=step.level, at=step.at) for clock, step in steps if step is not None]
    if alarms:
        Alarm.objects.bulk_create(alarms, update_conflicts=True, unique_fields=["clock"], update_fields=["level", "at"])


def levels_told(tickets: Iterable[int]) -> Mapping[Climbed, frozenset[int]]:
    """The levels that these tickets, by number, have reached already."""
    told: defaultdict[Climbed, frozenset[int]] = defaultdict(frozenset)
    tickets = list(tickets)
    if tickets:
        escalations = Escalation.objects.filter(ticket__in=tickets)
        for ticket, metric, cycle, level in escalations.values_list("ticket", "metric", "cycle", "level"):
            told[ticket, metric, cycle] |= {level}
    return told


def _clocks(tickets: Iterable[int]) -> list[Clock]:
    can_fire = Q(stopped_at__isnull=True, due_at__isnull=False)
    return list(
        Clock.objects.filter(can_fire | Q(alarm__isnull=False), ticket__in=tickets)
        .select_related("alarm", "calendar")
        .annotate(ladder_id=F("ticket__policy__ladder__pk"), ladder_version=F("ticket__policy__ladder__version"))
    )


def _ladder(clock: Clock) -> LadderPlan:
    # Annotations of _clocks, which cost no query.
    ladder_id, version = clock.ladder_id, clock.ladder_version  # type: ignore[attr-defined]
    return plan_of(ladder_id, version) if ladder_id else NO_LADDER


def _may_be_late(clock: Clock, tickets: Mapping[int, Ticket]) -> bool:
    """Pauses and levels told cannot matter where no deadline lies before the last activity."""
    return clock.due_at is not None and clock.due_at < tickets[clock.ticket_id].last_activity_at


def _pauses_of(tickets: Iterable[int]) -> Mapping[int, tuple[Span, ...]]:
    found: defaultdict[int, list[Pause]] = defaultdict(list)
    tickets = list(tickets)
    if tickets:
        for pause in Pause.objects.filter(ticket__in=tickets):
            found[pause.ticket_id].append(pause)
    return {ticket: tuple(spans(pauses)) for ticket, pauses in found.items()}


def _next_step(
    clock: Clock, pauses: Mapping[int, tuple[Span, ...]], told: Mapping[Climbed, frozenset[int]]
) -> Step | None:
    if not clock.is_running:
        return None
    standing = Standing(
        due_at=clock.due_at,
        hours=clock.calendar.service_hours(),
        pauses=pauses.get(clock.ticket_id, ()),
        told=told[clock.ticket_id, clock.metric, clock.cycle],
    )
    return next_step(_ladder(clock).offsets(clock.metric, clock.priority), standing)


def _first_step(clock: Clock, plan: LadderPlan) -> Step | None:
    standing = Standing(clock.due_at, clock.calendar.service_hours())
    return next_step(plan.offsets(clock.metric, clock.priority), standing)


def _write(wanted: Iterable[tuple[Clock, Step | None]]) -> None:
    move_alarms([(clock, step) for clock, step in wanted if _alarm(clock) != ((step.level, step.at) if step else None)])


def _alarm(clock: Clock) -> tuple[int, dt.datetime] | None:
    alarm: Alarm | None = getattr(clock, "alarm", None)
    return (alarm.level, alarm.at) if alarm else None
