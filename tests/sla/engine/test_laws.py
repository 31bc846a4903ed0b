"""Laws of business time over random calendars, zones, changes of clocks and pauses."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from sla.engine import Reason, ServiceHours

from .walker import MINUTE, Pauses, Walker, Written

# Days on which clocks change, one where a day is missing (Apia), and an ordinary one.
CHANGES = [
    ("Europe/Paris", datetime(2026, 3, 29, tzinfo=UTC)),
    ("Europe/Paris", datetime(2026, 10, 25, tzinfo=UTC)),
    ("America/New_York", datetime(2024, 3, 10, tzinfo=UTC)),
    ("America/Havana", datetime(2024, 11, 3, tzinfo=UTC)),
    ("America/Sao_Paulo", datetime(2018, 11, 4, tzinfo=UTC)),
    ("Australia/Lord_Howe", datetime(2024, 4, 6, tzinfo=UTC)),
    ("Pacific/Apia", datetime(2011, 12, 30, tzinfo=UTC)),
    ("Africa/Casablanca", datetime(2024, 3, 10, tzinfo=UTC)),
    ("Asia/Kathmandu", datetime(2024, 6, 3, tzinfo=UTC)),
]
SPAN = timedelta(days=4)  # what the walker walks after the start


def written(quarter: int) -> str:
    return f"{quarter // 4:02}:{quarter % 4 * 15:02}"


def day_ranges(first: int, last: int) -> st.SearchStrategy[Written]:
    """Up to three ranges apart from one another, between two quarters of an hour of the day."""
    marks = st.lists(st.integers(first, last), unique=True, max_size=6).map(sorted)
    return marks.map(lambda quarters: list(zip(*[iter(map(written, quarters))] * 2, strict=False)))


@st.composite
def days_with_nights(draw: st.DrawFn) -> Written:
    night = written(draw(st.integers(80, 95))), written(draw(st.integers(0, 24)))
    return draw(day_ranges(24, 80)) + ([night] if draw(st.booleans()) else [])


@st.composite
def calendars(draw: st.DrawFn) -> tuple[Walker, ServiceHours, datetime]:
    """Random hours, as the walker and as the engine have them, and a start near a change of clocks."""
    time_zone, change = draw(st.sampled_from(CHANGES))
    near = st.integers(-3, 3).map(lambda days: change.date() + timedelta(days=days))
    ranges = draw(st.sampled_from([day_ranges(0, 96), days_with_nights()]))
    walker = Walker(
        time_zone,
        weekly=draw(st.dictionaries(st.integers(0, 6), ranges, min_size=2)),
        closed=draw(st.sets(near, max_size=2)),
        special=draw(st.dictionaries(near, ranges, max_size=2)),
    )
    hours = ServiceHours(time_zone, walker.weekly, walker.closed, walker.special)
    return walker, hours, change + MINUTE * draw(st.integers(-2880, 1440))


def opens_every_week(walker: Walker) -> bool:
    """Whether every promise is used up some day."""
    return any(walker.weekly.values())


@st.composite
def pauses_near(draw: st.DrawFn, start: datetime) -> Pauses:
    offsets = st.integers(-600, 4000)
    drawn = draw(st.lists(st.tuples(offsets, st.none() | st.integers(0, 1500)), max_size=3))
    return [
        (start + MINUTE * begin, None if length is None else start + MINUTE * (begin + length))
        for begin, length in drawn
    ]


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_elapsed_is_what_the_walker_counts(data: st.DataObject) -> None:
    walker, hours, start = data.draw(calendars())
    pauses = data.draw(pauses_near(start))
    end = start + MINUTE * data.draw(st.integers(0, SPAN // MINUTE))
    assert hours.elapsed(start, end, pauses) == walker.elapsed(start, end, pauses)


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_the_deadline_is_where_the_walker_arrives(data: st.DataObject) -> None:
    walker, hours, start = data.draw(calendars())
    pauses = data.draw(pauses_near(start))
    promise = timedelta(seconds=data.draw(st.integers(0, 30 * 3600)))
    expected = walker.due_at(start, promise, pauses, start + SPAN)
    assume(opens_every_week(walker))
    due = hours.due_at(start, promise, pauses)
    if expected is not None:
        assert due is not None
        assert due.astimezone(UTC) == expected
    else:
        assert due is None or due.astimezone(UTC) > start + SPAN - MINUTE


@settings(max_examples=50, deadline=None)
@given(st.data())
def test_the_deadline_keeps_the_laws(data: st.DataObject) -> None:
    walker, hours, start = data.draw(calendars())
    assume(opens_every_week(walker))
    promise = timedelta(microseconds=data.draw(st.integers(1, 100 * 3600 * 10**6)))
    pauses = [pause for pause in data.draw(pauses_near(start)) if pause[1]]
    answer = hours.due_at(start, promise, pauses)
    assert answer is not None
    due = answer.astimezone(UTC)
    assert due >= start
    assert hours.elapsed(start, due, pauses) == promise
    assert hours.elapsed(start, due - timedelta(microseconds=1), pauses) < promise
    assert hours.is_open(due - timedelta(microseconds=1))
    split = start + (due - start) / 3
    assert hours.elapsed(start, split, pauses) + hours.elapsed(split, due, pauses) == promise


@settings(max_examples=50, deadline=None)
@given(calendars(), st.integers(0, 100 * 3600), st.integers(-3, 10))
def test_a_holiday_never_brings_a_deadline_forward(
    calendar: tuple[Walker, ServiceHours, datetime], seconds: int, days: int
) -> None:
    walker, hours, start = calendar
    assume(opens_every_week(walker))
    holiday: date = start.date() + timedelta(days=days)
    special = {day: written for day, written in walker.special.items() if day != holiday}
    with_holiday = ServiceHours(walker.time_zone, walker.weekly, walker.closed | {holiday}, special)
    promise = timedelta(seconds=seconds)
    before, after = hours.due_at(start, promise), with_holiday.due_at(start, promise)
    assert before is not None
    assert after is not None
    assert after.astimezone(UTC) >= before.astimezone(UTC)


@settings(max_examples=50, deadline=None)
@given(calendars(), st.integers(1, 100 * 3600))
def test_before_is_the_latest_instant_with_that_much_left(
    calendar: tuple[Walker, ServiceHours, datetime], seconds: int
) -> None:
    walker, hours, due = calendar
    assume(opens_every_week(walker))
    amount, moment = timedelta(seconds=seconds), timedelta(microseconds=1)
    instant = hours.before(due, amount).astimezone(UTC)
    assert hours.elapsed(instant, due) == amount
    assert hours.elapsed(instant + moment, due) < amount


@settings(max_examples=50, deadline=None)
@given(st.data())
def test_the_explanation_adds_up_to_the_deadline(data: st.DataObject) -> None:
    walker, hours, start = data.draw(calendars())
    assume(opens_every_week(walker))
    promise = timedelta(seconds=data.draw(st.integers(1, 50 * 3600)))
    pauses = data.draw(pauses_near(start))
    steps = hours.explain(start, promise, pauses)
    due = hours.due_at(start, promise, pauses)
    assert steps[0].begins_at.astimezone(UTC) == start
    assert steps[-1].ends_at == due
    assert steps[-1].left == (timedelta(0) if due else promise - steps[-1].total)
    assert all(one.ends_at == other.begins_at for one, other in pairwise(steps))
    for step in steps:
        if step.ends_at is not None:
            length = step.ends_at.astimezone(UTC) - step.begins_at.astimezone(UTC)
            assert length > timedelta(0)
            assert step.counted == (length if step.reason is Reason.OPEN else timedelta(0))


@settings(max_examples=40, deadline=None)
@given(calendars(), st.lists(st.integers(0, 400_000), min_size=1, max_size=20))
def test_many_deadlines_are_those_of_one_by_one(
    calendar: tuple[Walker, ServiceHours, datetime], seconds: list[int]
) -> None:
    walker, hours, start = calendar
    assume(opens_every_week(walker))
    starts = [start + timedelta(seconds=second) for second in seconds]
    promises = [timedelta(seconds=second // 7) for second in seconds]
    assert hours.due_many(starts, promises) == [
        hours.due_at(start, promise) for start, promise in zip(starts, promises, strict=True)
    ]
