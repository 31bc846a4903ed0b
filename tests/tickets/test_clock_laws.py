"""Laws of the ledger, over random histories: a naive program that walks minute by minute agrees with it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from functools import lru_cache
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sla.choices import Metric, Priority
from sla.models import Calendar, Policy
from sla.seeds import BUSINESS_HOURS, STANDARD
from tests.conftest import Cast
from tickets.actions.edit_calendar import edit_calendar
from tickets.actions.prioritize import change_priority
from tickets.actions.reopen import reopen_ticket
from tickets.actions.reply import reply_to_ticket
from tickets.actions.resolve import resolve_ticket
from tickets.actions.resume import resume_ticket
from tickets.actions.wait import wait_for
from tickets.choices import ClockState, Status, Verdict
from tickets.clocks import Ledger, Terms
from tickets.models import Clock, Ticket, User
from tickets.readings import read
from tickets.refusal import ActionRefused

START = dt.datetime(2026, 10, 12, 7, 30, tzinfo=ZoneInfo("Europe/Paris"))
MINUTE = dt.timedelta(minutes=1)
HORIZON = 28 * 24 * 60
WINDOW = 37 * 60 + 30
TARGETS = {
    "response": {"critical": 60, "high": 120, "medium": 240, "low": 720},
    "resolution": {"critical": 240, "high": 480, "medium": 720, "low": 2880},
}
# "edit" is the calendar edited to the hours that it has: the naive program need not know.
VERBS = ("pause", "resume", "respond", "critical", "high", "low", "resolve", "reopen", "edit")
# Gaps that meet openings and closings to the minute, and any others.
GAPS = st.one_of(st.sampled_from([0, 1, 30, 60, 90, 120, 210, 240, 930, 3780]), st.integers(0, 1500))
HISTORIES = st.lists(st.tuples(GAPS, st.sampled_from(VERBS)), min_size=1, max_size=14)


@lru_cache(maxsize=1)
def open_minutes() -> list[bool]:
    """Whether each minute from START on lies in Monday to Friday 09:00-12:30, 14:00-18:00 (11 November: closed)."""

    def is_open(local: dt.datetime) -> bool:
        time = local.hour * 60 + local.minute
        is_day = local.weekday() < 5 and (local.month, local.day) != (11, 11)
        return is_day and (540 <= time < 750 or 840 <= time < 1080)

    start = START.astimezone(dt.UTC)
    return [is_open((start + n * MINUTE).astimezone(START.tzinfo)) for n in range(HORIZON)]


@dataclass
class NaiveClock:
    target: int
    used: int
    due: int | None = None
    is_late: bool = False
    stopped: int | None = None


@dataclass
class Walker:
    """The rules once more, without the engine: time is a number of minutes, and each is walked through."""

    priority: str = "medium"
    now: int = 0
    is_paused: bool = False
    clocks: dict[str, list[NaiveClock]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for metric, targets in TARGETS.items():
            self.clocks[metric] = [NaiveClock(targets[self.priority], 0)]

    def running(self) -> list[tuple[str, NaiveClock]]:
        return [(m, c) for m, clocks in self.clocks.items() for c in clocks if c.stopped is None]

    def walk(self, minutes: int) -> None:
        for minute in range(self.now, self.now + minutes):
            if open_minutes()[minute] and not self.is_paused:
                for _metric, clock in self.running():
                    clock.used += 1
                    if clock.used == clock.target and clock.due is None:
                        clock.due = minute + 1
        self.now += minutes

    def do(self, verb: str) -> None:
        is_resolved = self.clocks["resolution"][-1].stopped is not None
        if verb == "reopen":
            if is_resolved:
                self.reopen()
        elif verb in Priority:
            self.replan(verb)
        elif verb in ("respond", "resolve"):
            self.stop({"response"} if verb == "respond" else {"response", "resolution"})
            self.is_paused = self.is_paused and verb == "respond"
        elif verb in ("pause", "resume") and not is_resolved:
            self.is_paused = verb == "pause"

    def replan(self, priority: str) -> None:
        if priority == self.priority:
            return
        self.priority = priority
        for metric, clock in self.running():
            clock.is_late = clock.is_late or (clock.due is not None and clock.due < self.now)
            clock.target = TARGETS[metric][priority]
            clock.due = self.now if clock.used >= clock.target else None

    def stop(self, metrics: set[str]) -> None:
        for metric, clock in self.running():
            if metric in metrics:
                clock.stopped = self.now
                clock.is_late = clock.is_late or (clock.due is not None and clock.due < self.now)

    def reopen(self) -> None:
        last = self.clocks["resolution"][-1]
        away = sum(open_minutes()[last.stopped : self.now])
        used = last.used if away <= WINDOW else 0
        clock = NaiveClock(TARGETS["resolution"][self.priority], used)
        clock.due = self.now if used >= clock.target else None
        self.clocks["resolution"].append(clock)


def do(ledger: Ledger, verb: str, at: dt.datetime) -> None:
    """The same verb on the ledger, as the actions would: pauses only while the ticket is open."""
    is_resolved = not ledger.running(Metric.RESOLUTION)
    if verb == "reopen":
        if is_resolved:
            ledger.reopen(at)
    elif verb == "edit":
        ledger.settle(at)
        ledger.reschedule()
    elif verb in Priority:
        if verb != ledger.ticket.priority:
            ledger.ticket.priority = verb
            ledger.replan(at)
    elif verb in ("respond", "resolve"):
        getattr(ledger, verb)(at)
    elif not is_resolved and verb == "pause":
        ledger.pause(at, "Rappel", User())
    elif not is_resolved:
        ledger.resume(at)


def clocks_of(ledger: Ledger, metric: str) -> list[Clock]:
    return [clock for clock in ledger.clocks if clock.metric == metric]


def check_agreement(ledger: Ledger, walker: Walker, at: dt.datetime) -> None:
    for metric, naive_clocks in walker.clocks.items():
        clocks = clocks_of(ledger, metric)
        assert len(clocks) == len(naive_clocks)
        for clock, naive in zip(clocks, naive_clocks, strict=True):
            assert ledger.elapsed(clock, at) == naive.used * MINUTE
            verdict = "" if naive.stopped is None else Verdict.MISSED if naive.is_late else Verdict.MET
            assert clock.verdict == verdict


def check_laws(ledger: Ledger, at: dt.datetime, written: dict[int, tuple[object, ...]], late: set[int]) -> None:
    """`written`: what stood on each stopped clock; `late`: the clocks seen overdue before."""
    for clock in ledger.clocks:
        reading = read(clock, ledger.pauses, at)
        facts = (clock.verdict, clock.elapsed, clock.due_at, clock.stopped_at, clock.target)
        if not clock.is_running:
            assert written.setdefault(id(clock), facts) == facts
            assert (clock.verdict == Verdict.MISSED) or id(clock) not in late
        elif reading.state == ClockState.OVERDUE:
            late.add(id(clock))
        if clock.is_running and clock.target is not None:
            assert reading.remaining == max(clock.target - reading.elapsed, dt.timedelta(0))
            assert clock.due_at is None or clock.due_at >= clock.planned_at or clock.breached_at == clock.due_at
        if id(clock) in late and ledger.open_pause is None and clock.is_running:
            assert reading.state == ClockState.OVERDUE
    due = [clock.due_at for clock in ledger.running() if clock.due_at]
    assert ledger.next_due_at() == (min(due) if due and ledger.open_pause is None else None)


@pytest.fixture
def terms(db: None) -> Terms:
    return Terms.of(Policy.objects.select_related("calendar").get(name=STANDARD))


FIXTURES_ARE_ONLY_READ = [HealthCheck.function_scoped_fixture]


@given(history=HISTORIES)
@settings(max_examples=300, deadline=None, suppress_health_check=FIXTURES_ARE_ONLY_READ)
def test_the_ledger_agrees_with_a_walk_through_every_minute(terms, history):
    ledger, walker = Ledger(Ticket(priority="medium"), terms), Walker()
    ledger.start(START)
    written: dict[int, tuple[object, ...]] = {}
    late: set[int] = set()
    for gap, verb in history:
        walker.walk(gap)
        at = START.astimezone(dt.UTC) + walker.now * MINUTE
        check_laws(ledger, at, written, late)
        walker.do(verb)
        do(ledger, verb, at)
        check_agreement(ledger, walker, at)
        check_laws(ledger, at, written, late)


def edit_to_the_same(ticket: Ticket, by: User, at: dt.datetime) -> None:
    calendar = Calendar.objects.get(name=BUSINESS_HOURS)
    edit_calendar(calendar=calendar, edit=Calendar.save, by=User.objects.automation(), at=at)


def act(ticket: Ticket, verb: str, by: User, at: dt.datetime) -> None:
    actions = {
        "pause": lambda **who: wait_for(status=Status.WAITING_CLIENT, reason="Rappel", **who),
        "resume": resume_ticket,
        "respond": lambda **who: reply_to_ticket(body="On regarde.", **who),
        "resolve": lambda **who: resolve_ticket(solution="Câble remplacé.", **who),
        "reopen": lambda **who: reopen_ticket(reason="Encore", **who),
        "edit": edit_to_the_same,
    }
    action = actions.get(verb) or (lambda **who: change_priority(priority=Priority(verb), **who))
    action(ticket=ticket, by=by, at=at)


@given(history=HISTORIES)
@settings(max_examples=12, deadline=None, suppress_health_check=FIXTURES_ARE_ONLY_READ)
def test_what_is_stored_after_each_verb_is_what_the_ledger_says(cast: Cast, open_ticket, history):
    ticket, at = open_ticket(at=START, priority="medium"), START.astimezone(dt.UTC)
    written: dict[int, tuple[object, ...]] = {}
    for gap, verb in history:
        at += gap * MINUTE
        try:
            act(ticket, verb, cast.technician, at)
        except ActionRefused:
            continue
        ticket.refresh_from_db()
        running = [clock for clock in ticket.clocks.all() if clock.is_running]
        assert ticket.next_due_at == min((clock.due_at for clock in running if clock.due_at), default=None)
        assert ticket.pauses.filter(until_at=None).exists() is (ticket.status == Status.WAITING_CLIENT)
        assert bool([clock for clock in running if clock.metric == Metric.RESOLUTION]) is ticket.is_open
        for clock in ticket.clocks.exclude(stopped_at=None):
            facts = (clock.verdict, clock.elapsed, clock.due_at, clock.stopped_at, clock.target)
            assert written.setdefault(clock.pk, facts) == facts
