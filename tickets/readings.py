"""What a clock says at an instant: for lists, pages, reports and the escalation ladder.

Durations are time of the clock's calendar. A running clock is overdue once its deadline lies before the
instant, whether or not anything has touched it since.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from operator import attrgetter

from django.db.models import Prefetch, QuerySet

from sla.choices import Metric
from sla.engine import Step
from tickets.choices import ClockState, Verdict
from tickets.clocks import ZERO, spans, time_used
from tickets.fetched import clocks_of, pauses_of
from tickets.models import Clock, Pause, Ticket

# First response first.
METRICS = tuple(Metric.values)
# A promise is at risk in its last two business hours; a short one in its second half.
AT_RISK = dt.timedelta(hours=2)


@dataclass(frozen=True)
class Reading:
    """One clock at one instant. `overdue_by` is zero unless the state is overdue; `due_at` is what is shown."""

    clock: Clock
    state: ClockState
    elapsed: dt.timedelta
    remaining: dt.timedelta
    overdue_by: dt.timedelta
    due_at: dt.datetime | None
    paused_since: dt.datetime | None

    @property
    def metric(self) -> Metric:
        return Metric(self.clock.metric)

    @property
    def target(self) -> dt.timedelta | None:
        return self.clock.target


def with_clocks(tickets: QuerySet[Ticket]) -> QuerySet[Ticket]:
    """The tickets with all that `readings` needs, in three queries whatever their number."""
    clocks = Clock.objects.select_related("calendar").order_by("metric", "cycle")
    return tickets.prefetch_related(Prefetch("clocks", clocks), Prefetch("pauses", Pause.objects.order_by("from_at")))


def read(clock: Clock, pauses: Iterable[Pause], at: dt.datetime) -> Reading:
    """What `clock` says at `at`, given the pauses of its ticket."""
    pauses = list(pauses)
    elapsed = time_used(clock, pauses, at)
    paused_since = next((pause.from_at for pause in pauses if pause.until_at is None), None)
    state = _state(clock, paused_since is not None, elapsed, at)
    return Reading(
        clock=clock,
        state=state,
        elapsed=elapsed,
        remaining=max((clock.target or ZERO) - elapsed, ZERO) if clock.is_running else ZERO,
        overdue_by=_overdue_by(clock, pauses, at) if state == ClockState.OVERDUE else ZERO,
        due_at=clock.due_at,
        paused_since=paused_since if state == ClockState.PAUSED else None,
    )


def readings(ticket: Ticket, at: dt.datetime) -> list[Reading]:
    """The latest cycle of each metric, first response first."""
    pauses = pauses_of(ticket)
    return [read(clock, pauses, at) for clock in latest_clocks(ticket)]


def latest_clocks(ticket: Ticket) -> list[Clock]:
    """The latest cycle of each metric, first response first."""
    latest = {clock.metric: clock for clock in sorted(clocks_of(ticket), key=attrgetter("cycle"))}
    return [latest[metric] for metric in METRICS if metric in latest]


def next_reading(ticket: Ticket, at: dt.datetime) -> Reading | None:
    """The reading that matters next: the earliest deadline still running, else the clock that stopped last."""
    known = latest_clocks(ticket)
    running = [clock for clock in known if clock.is_running]
    due = [clock for clock in running if clock.due_at is not None]
    clock = min(due, key=attrgetter("due_at")) if due else next(iter(running or known[-1:]), None)
    return read(clock, pauses_of(ticket), at) if clock else None


def explain(clock: Clock, pauses: Iterable[Pause]) -> tuple[Step, ...]:
    """How the deadline in force came about, from the plan on; empty where nothing is promised or left."""
    if clock.target is None or clock.target <= clock.used:
        return ()
    hours = clock.calendar.service_hours()
    return hours.explain(clock.planned_at, clock.target - clock.used, spans(pauses))


def _state(clock: Clock, is_paused: bool, elapsed: dt.timedelta, at: dt.datetime) -> ClockState:
    # What was late before its promise was taken back is late all the same.
    if (clock.target is None and clock.breached_at is None) or clock.verdict == Verdict.CANCELLED:
        return ClockState.NONE
    if not clock.is_running:
        return ClockState(clock.verdict)
    if is_paused:
        return ClockState.PAUSED
    if clock.due_at is not None and clock.due_at < at:
        return ClockState.OVERDUE
    is_near = clock.target is not None and clock.target - elapsed <= min(AT_RISK, clock.target / 2)
    return ClockState.RISK if is_near else ClockState.RUNNING


def _overdue_by(clock: Clock, pauses: list[Pause], at: dt.datetime) -> dt.timedelta:
    if clock.due_at is None:
        return ZERO
    return clock.calendar.service_hours().elapsed(clock.due_at, at, spans(pauses))
