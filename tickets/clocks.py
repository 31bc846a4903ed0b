"""The only translator between a ticket's history and the engine.

A `Ledger` holds a ticket's clocks and pauses in memory; its verbs are pure (they read no clock and no
database) and `save` writes what they changed. Every action and the import of histories go through it.

The plan of a clock: at `planned_at` it had `used` so much of its target. Its deadline is the earliest
instant at which the target is used up, pauses left out, and never before the plan came into force.
Once a deadline has passed, `breached_at` keeps it: once late, stays late (ITIL leaves this to the
contract; ours says so).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import cast

from django.db.models import Model
from django.utils.functional import SimpleLazyObject

from sla.choices import Metric, Priority
from sla.models import Calendar, Policy, Target
from tickets.choices import Status, Verdict
from tickets.joined import Joined
from tickets.models import Clock, Pause, Ticket, User
from tickets.written import write_keyed

ZERO = dt.timedelta(0)
_TARGETS, _CLOCKS, _PAUSES = Joined(Target, "calendar"), Joined(Clock, "calendar"), Joined(Pause)
Span = tuple[dt.datetime, dt.datetime | None, str]
# By metric and priority.
Targets = Mapping[tuple[str, str], Target]


@dataclass(frozen=True)
class Promise:
    """What is promised for one metric: `target` in time of `calendar`, or None for nothing."""

    target: dt.timedelta | None
    calendar: Calendar
    objective: int | None


@dataclass(frozen=True)
class Terms:
    """A policy with its targets, read once."""

    policy: Policy
    targets: Targets

    @classmethod
    def of(cls, policy: Policy) -> Terms:
        targets = _TARGETS.rows("WHERE it.policy_id = %(policy)s", {"policy": policy.pk})
        return cls(policy, {(target.metric, target.priority): target for target in targets})

    def promise(self, metric: Metric, priority: str, has_guaranteed_repair: bool) -> Promise:
        """The promise of a metric at a priority; none where there is no target or the line lacks its condition."""
        target = self.targets.get((metric, priority))
        if target is None or (target.needs_guaranteed_repair and not has_guaranteed_repair):
            return Promise(None, self.policy.calendar if target is None else target.calendar, None)
        return Promise(target.duration, target.calendar, target.objective)

    def pauses_in(self, status: str) -> bool:
        """Whether clocks stand still in this status."""
        if status == Status.WAITING_CLIENT:
            return self.policy.pauses_for_client
        return status == Status.WAITING_THIRD_PARTY and self.policy.pauses_for_third_party


@dataclass
class Ledger:
    """A ticket's clocks and pauses, and the verbs that move them. `at` is always an aware instant."""

    ticket: Ticket
    terms: Terms
    clocks: list[Clock] = field(default_factory=list)
    pauses: list[Pause] = field(default_factory=list)
    settled: tuple[Model, ...] = ()
    as_read: dict[int, tuple[object, ...]] = field(default_factory=dict)

    @classmethod
    def load(cls, ticket: Ticket) -> Ledger:
        """The ledger of a locked ticket, read from the database; the targets, which few verbs need, once asked for."""
        asked = {"ticket": ticket.pk}
        clocks = _CLOCKS.rows("WHERE it.ticket_id = %(ticket)s ORDER BY it.metric, it.cycle", asked)
        pauses = _PAUSES.rows("WHERE it.ticket_id = %(ticket)s ORDER BY it.from_at, it.id", asked)
        for clock in clocks:
            clock.ticket = ticket
        for pause in pauses:
            pause.ticket = ticket
        targets = SimpleLazyObject(lambda: Terms.of(ticket.policy).targets)
        return cls.of(ticket, Terms(ticket.policy, cast(Targets, targets)), clocks, pauses)

    @classmethod
    def of(cls, ticket: Ticket, terms: Terms, clocks: list[Clock], pauses: list[Pause]) -> Ledger:
        """The ledger of a locked ticket whose rows are read already."""
        settled = (*(c for c in clocks if not c.is_running), *(p for p in pauses if p.until_at is not None))
        return cls(ticket, terms, clocks, pauses, settled, {id(row): _values(row) for row in (*clocks, *pauses)})

    def save(self) -> None:
        """Write clocks and pauses, and the ticket's copy of the next deadline (the caller saves the ticket).

        What had stopped or ended before is never written again, and what has not changed not once more.
        """
        rows: list[Model] = [*self.clocks, *self.pauses]
        rows = [row for row in rows if row not in self.settled and self._has_changed(row)]
        started = [clock for clock in self.clocks if clock.pk is None]
        write_keyed(started)
        for row in rows:
            if row not in started:
                row.save()
        self.as_read |= {id(row): _values(row) for row in rows}
        self.ticket.next_due_at = self.next_due_at()

    # Reading ----------------------------------------------------------------------------------
    def running(self, metric: Metric | None = None) -> list[Clock]:
        """Clocks that have not stopped; paused ones among them."""
        return [c for c in self.clocks if c.is_running and metric in (None, c.metric)]

    @property
    def open_pause(self) -> Pause | None:
        return next((pause for pause in self.pauses if pause.until_at is None), None)

    def next_due_at(self) -> dt.datetime | None:
        """The earliest deadline of a running clock; None while paused or where nothing is promised."""
        return min((c.due_at for c in self.running() if c.due_at is not None), default=None)

    # Verbs ------------------------------------------------------------------------------------
    def start(self, at: dt.datetime) -> None:
        """Both clocks of the first cycle start."""
        for metric in Metric:
            self._begin(metric, 1, ZERO, at)

    def respond(self, at: dt.datetime) -> None:
        """The first response: its clock stops, and never runs again."""
        for clock in self.running(Metric.RESPONSE):
            self._stop(clock, at)
            self.ticket.responded_at = at

    def pause(self, at: dt.datetime, reason: str, by: User) -> None:
        """All clocks stand still from now on; a pause that is already open goes on."""
        if self.open_pause is None:
            self._note_breaches(at)
            self.pauses.append(Pause(ticket=self.ticket, from_at=at, reason=reason, by=by))
            self.reschedule()

    def resume(self, at: dt.datetime) -> None:
        """An open pause ends."""
        pause = self.open_pause
        if pause is not None:
            self._note_breaches(at)
            pause.until_at = at
            self.reschedule()

    def resolve(self, at: dt.datetime) -> None:
        """The work is done: a resolution nobody had answered before is the response, too."""
        self.respond(at)
        for clock in self.running(Metric.RESOLUTION):
            self._stop(clock, at)
        self.resume(at)

    def reopen(self, at: dt.datetime) -> None:
        """The next cycle of the resolution clock; within the policy's window with the time already used.

        A cancellation judged nothing: what it stopped goes on, the response too, and what was late before is late.
        """
        for metric in Metric:
            last = max((c for c in self.clocks if c.metric == metric), key=lambda c: c.cycle)
            was_cancelled = last.verdict == Verdict.CANCELLED
            if metric == Metric.RESOLUTION or was_cancelled:
                breached_at = last.breached_at if was_cancelled else None
                self._begin(metric, last.cycle + 1, self._carried(last, at), at, breached_at)

    def cancel(self, at: dt.datetime) -> None:
        """The ticket leaves the counts: running clocks stop without a judgement."""
        for clock in self.running():
            self._stop(clock, at)
            clock.verdict = Verdict.CANCELLED
        self.resume(at)

    def replan(self, at: dt.datetime, *, terms: Terms | None = None) -> None:
        """Priority or policy changed: running clocks get the new target, time used stays used."""
        self.settle(at)
        self.terms = terms or self.terms
        for clock in self.running():
            self._plan(clock)
        self.reschedule()

    def settle(self, at: dt.datetime) -> None:
        """Time used until now is counted in the hours of now, whatever hours come; `reschedule` follows."""
        self._note_breaches(at)
        for clock in self.running():
            clock.used, clock.planned_at = self.elapsed(clock, at), at

    def reschedule(self) -> None:
        """Running clocks get the deadlines of their plans, in the hours of now."""
        paused = self.open_pause is not None
        for clock in self.running():
            clock.due_at = None if paused else clock.breached_at or self.deadline(clock)

    # How --------------------------------------------------------------------------------------
    def _has_changed(self, row: Model) -> bool:
        return _values(row) != self.as_read.get(id(row))

    def elapsed(self, clock: Clock, at: dt.datetime) -> dt.timedelta:
        """Time used by a clock until `at`, in its calendar's time."""
        return time_used(clock, self.pauses, at)

    def deadline(self, clock: Clock) -> dt.datetime | None:
        """The instant that is judged, also while paused; None while a pause keeps it from being known."""
        return deadline(clock, self.pauses)

    def _begin(
        self, metric: Metric, cycle: int, used: dt.timedelta, at: dt.datetime, breached_at: dt.datetime | None = None
    ) -> None:
        clock = Clock(ticket=self.ticket, metric=metric, cycle=cycle, used=used, breached_at=breached_at)
        clock.started_at = clock.planned_at = at
        self._plan(clock)
        self.clocks.append(clock)
        self.reschedule()

    def _plan(self, clock: Clock) -> None:
        ticket = self.ticket
        promise = self.terms.promise(Metric(clock.metric), ticket.priority, ticket.has_guaranteed_repair)
        clock.priority = Priority(ticket.priority)
        clock.target, clock.calendar, clock.objective = promise.target, promise.calendar, promise.objective

    def _note_breaches(self, at: dt.datetime) -> None:
        for clock in self.running():
            due = self.deadline(clock)
            if clock.breached_at is None and due is not None and due < at:
                clock.breached_at = due

    def _stop(self, clock: Clock, at: dt.datetime) -> None:
        self._note_breaches(at)
        clock.due_at = clock.breached_at or self.deadline(clock)
        clock.elapsed = self.elapsed(clock, at)
        clock.stopped_at = at
        if clock.target is not None or clock.breached_at:
            clock.verdict = Verdict.MISSED if clock.breached_at else Verdict.MET

    def _carried(self, last: Clock, at: dt.datetime) -> dt.timedelta:
        if last.stopped_at is None or last.elapsed is None:
            return ZERO
        policy = self.terms.policy
        away = policy.calendar.service_hours().elapsed(last.stopped_at, at)
        return last.elapsed if away <= policy.reopening_window else ZERO


def _values(row: Model) -> tuple[object, ...]:
    return tuple(getattr(row, field.attname) for field in row._meta.concrete_fields)


def spans(pauses: Iterable[Pause]) -> list[Span]:
    """Pauses as the engine takes them."""
    return [(pause.from_at, pause.until_at, pause.reason) for pause in pauses]


def time_used(clock: Clock, pauses: Iterable[Pause], at: dt.datetime) -> dt.timedelta:
    """Time of the clock's calendar used until `at`; what it was when it stopped, once it has."""
    if clock.elapsed is not None:
        return clock.elapsed
    return clock.used + clock.calendar.service_hours().elapsed(clock.planned_at, at, spans(pauses))


def deadline(clock: Clock, pauses: Iterable[Pause]) -> dt.datetime | None:
    """The deadline of the plan in force; None without a promise, or while an open pause keeps it unknown."""
    if clock.target is None:
        return None
    if clock.target <= clock.used:
        return clock.planned_at
    hours = clock.calendar.service_hours()
    due = hours.due_at(clock.planned_at, clock.target - clock.used, spans(pauses))
    # In UTC: two instants of one zone compare by wall time, which errs in the hour that daylight saving repeats.
    return due.astimezone(dt.UTC) if due else None
