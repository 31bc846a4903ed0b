"""The decider: which level is next, and when. No database."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from escalation.choices import OffsetTime
from escalation.decider import Offset, Standing, Step, due_step, level_in_force, next_step, steps
from sla.engine import ServiceHours

PARIS = ZoneInfo("Europe/Paris")
HOUR, MINUTE = dt.timedelta(hours=1), dt.timedelta(minutes=1)
OFFICE = ServiceHours("Europe/Paris", weekly={day: [("09:00", "12:30"), ("14:00", "18:00")] for day in range(5)})
BUSINESS, REAL = OffsetTime.BUSINESS, OffsetTime.REAL
LADDER = (Offset(1, 30 * MINUTE), Offset(2, HOUR), Offset(3, 2 * HOUR))


def on(day: int, hour: int, minute: int = 0) -> dt.datetime:
    """A day of October 2026; the 12th is a Monday."""
    return dt.datetime(2026, 10, day, hour, minute, tzinfo=PARIS)


def test_each_level_comes_so_long_after_the_deadline():
    found = steps(LADDER, Standing(on(12, 10), OFFICE))
    assert found == (Step(1, on(12, 10, 30)), Step(2, on(12, 11)), Step(3, on(12, 12)))


def test_a_business_hour_after_lunch_time_skips_lunch():
    assert next_step([Offset(1, HOUR)], Standing(on(12, 12), OFFICE)) == Step(1, on(12, 14, 30))


def test_a_business_hour_after_closing_is_tomorrow():
    assert next_step([Offset(1, HOUR)], Standing(on(16, 17, 30), OFFICE)) == Step(1, on(19, 9, 30))


def test_real_time_runs_through_the_night():
    assert next_step([Offset(1, 12 * HOUR, REAL)], Standing(on(12, 18), OFFICE)) == Step(1, on(13, 6))


def test_a_pause_after_the_deadline_moves_the_levels_by_its_length_in_either_time():
    pauses = ((on(12, 10, 15), on(12, 11, 15), "client"),)
    standing = Standing(on(12, 10), OFFICE, pauses)
    assert next_step([Offset(1, 30 * MINUTE, BUSINESS)], standing) == Step(1, on(12, 11, 30))
    assert next_step([Offset(1, 30 * MINUTE, REAL)], standing) == Step(1, on(12, 11, 30))


def test_what_stands_still_has_no_next_level():
    assert next_step(LADDER, Standing(None, OFFICE)) is None


def test_levels_already_told_are_passed_over():
    assert next_step(LADDER, Standing(on(12, 10), OFFICE, told=frozenset({1, 2}))) == Step(3, on(12, 12))
    assert next_step(LADDER, Standing(on(12, 10), OFFICE, told=frozenset({1, 2, 3}))) is None


def test_at_its_deadline_a_promise_is_kept_so_nothing_fires():
    at_once = [Offset(1, 0 * HOUR, REAL)]
    assert due_step(at_once, Standing(on(12, 10), OFFICE), on(12, 10)) is None
    assert due_step(at_once, Standing(on(12, 10), OFFICE), on(12, 10) + dt.timedelta(microseconds=1)) is not None


def test_a_level_fires_at_its_instant_and_not_before():
    standing = Standing(on(12, 10), OFFICE)
    assert due_step(LADDER, standing, on(12, 10, 30) - dt.timedelta(microseconds=1)) is None
    assert due_step(LADDER, standing, on(12, 10, 30)) == Step(1, on(12, 10, 30))


def test_a_level_in_real_time_never_overtakes_one_below_it_in_business_time():
    ladder = [Offset(1, HOUR, BUSINESS), Offset(2, 2 * HOUR, REAL)]
    assert steps(ladder, Standing(on(12, 18), OFFICE)) == (Step(1, on(13, 10)), Step(2, on(13, 10)))


def test_the_level_in_force_is_the_highest_whose_time_has_come():
    standing = Standing(on(12, 10), OFFICE)
    assert level_in_force(LADDER, standing, on(12, 10, 29)) is None
    assert level_in_force(LADDER, standing, on(12, 11, 45)) == 2


minutes = st.integers(min_value=0, max_value=3 * 24 * 60)
amounts = st.builds(lambda count: count * MINUTE, minutes)
offsets = st.lists(st.tuples(amounts, st.sampled_from(OffsetTime)), min_size=1, max_size=4).map(
    lambda found: [Offset(number, *each) for number, each in enumerate(found, 1)]
)
deadlines = st.builds(lambda count: on(12, 8) + count * MINUTE, st.integers(0, 14 * 24 * 60))


@st.composite
def standings(draw: st.DrawFn) -> Standing:
    due_at = draw(deadlines)
    pauses = draw(st.lists(st.tuples(minutes, minutes), max_size=3))
    spans = tuple((due_at + start * MINUTE, due_at + (start + length) * MINUTE, "") for start, length in pauses)
    return Standing(due_at, OFFICE, spans)


@given(offsets, standings())
def test_levels_come_in_order_and_never_before_their_amount_has_passed(ladder, standing):
    found = steps(ladder, standing)
    assert [step.level for step in found] == [offset.level for offset in ladder]
    assert [step.at for step in found] == sorted(step.at for step in found)
    assert all(step.at - standing.due_at >= offset.amount for step, offset in zip(found, ladder, strict=True))


@given(offsets, standings(), st.lists(minutes, min_size=1, max_size=30))
def test_however_often_it_is_asked_each_level_fires_once_and_in_order(ladder, standing, asked):
    fired: list[int] = []
    for after in sorted(asked):
        at = standing.due_at + after * MINUTE
        while step := due_step(ladder, Standing(standing.due_at, OFFICE, standing.pauses, frozenset(fired)), at):
            assert step.at <= at
            fired.append(step.level)
    assert fired == list(range(1, len(fired) + 1))
    last = standing.due_at + max(asked) * MINUTE
    reached = [step.level for step in steps(ladder, standing) if step.at <= last and standing.due_at < last]
    assert fired == reached
