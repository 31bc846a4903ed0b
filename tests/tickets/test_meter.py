"""The meter's geometry: where the promise stands, what has crossed it, and where the levels hang."""

from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tickets.choices import ClockState
from tickets.meter import Level, Meter

MINUTE, HOUR, ZERO = timedelta(minutes=1), timedelta(hours=1), timedelta(0)
CARRIER = (Level(30 * MINUTE, "N1"), Level(HOUR, "N2"), Level(2 * HOUR, "N3"))


def read(
    elapsed: timedelta,
    *,
    promise: timedelta | None = 8 * HOUR,
    state: ClockState = ClockState.RUNNING,
    levels: tuple[Level, ...] = CARRIER,
    grace: Level | None = None,
    cuts: tuple[timedelta, ...] = (),
) -> Meter:
    return Meter(state, elapsed, promise, levels=levels, grace=grace, cuts=cuts)


@pytest.mark.parametrize(
    ("elapsed", "head"),
    [(ZERO, "0.0%"), (2 * HOUR, "15.0%"), (4 * HOUR, "30.0%"), (8 * HOUR, "60.0%")],
)
def test_time_before_the_promise_is_drawn_to_scale(elapsed: timedelta, head: str) -> None:
    assert read(elapsed).head == head
    assert read(elapsed).fill == head
    assert read(elapsed).over == ""


@pytest.mark.parametrize(
    ("minutes", "over"),
    [
        (15, "66.0%"),
        (30, "72.0%"),
        (37, "74.8%"),
        (50, "80.0%"),
        (60, "84.0%"),
        (90, "90.0%"),
        (120, "96.0%"),
    ],
)
def test_time_after_the_promise_climbs_one_step_a_level(minutes: int, over: str) -> None:
    meter = read(8 * HOUR + minutes * MINUTE, state=ClockState.OVERDUE)
    assert (meter.fill, meter.over) == ("60.0%", over)


def test_a_very_late_clock_stays_on_the_drawing() -> None:
    assert read(400 * HOUR, state=ClockState.OVERDUE).over == "100.0%"


def test_a_ladder_of_one_level_goes_on_at_its_own_pace() -> None:
    standard = (Level(HOUR),)
    assert read(8 * HOUR + 12 * MINUTE, levels=standard).over == "62.4%"
    assert read(10 * HOUR, levels=standard).over == "84.0%"


def test_a_clock_without_levels_climbs_by_its_promise() -> None:
    assert read(16 * HOUR, levels=()).over == "72.0%"


def test_levels_hang_at_their_steps_in_order_whatever_their_times() -> None:
    shuffled = (CARRIER[2], CARRIER[0], CARRIER[1])
    assert [(mark.label, mark.at) for mark in read(ZERO, levels=shuffled).marks] == [
        ("N1", "72.0%"),
        ("N2", "84.0%"),
        ("N3", "96.0%"),
    ]


def test_more_than_three_levels_share_the_room_of_three() -> None:
    marks = read(ZERO, levels=tuple(Level(number * HOUR) for number in range(1, 7))).marks
    assert [mark.at for mark in marks] == ["66.0%", "72.0%", "78.0%", "84.0%", "90.0%", "96.0%"]


def test_a_level_before_the_promise_stands_to_scale() -> None:
    marks = read(ZERO, levels=(Level(-2 * HOUR, "warning"), Level(HOUR, "N1"))).marks
    assert [(mark.label, mark.at) for mark in marks] == [("warning", "45.0%"), ("N1", "72.0%")]


def test_a_level_at_the_deadline_itself_has_a_step_of_its_own() -> None:
    meter = read(8 * HOUR + 30 * MINUTE, levels=(Level(ZERO), Level(HOUR)))
    assert [mark.at for mark in meter.marks] == ["72.0%", "84.0%"]
    assert meter.over == "78.0%"


def test_a_fired_level_says_so() -> None:
    marks = read(ZERO, levels=(Level(HOUR, fired=True), Level(2 * HOUR))).marks
    assert [mark.fired for mark in marks] == [True, False]


def test_without_levels_the_grace_is_the_first_step() -> None:
    meter = read(8 * HOUR + 30 * MINUTE, levels=(), grace=Level(HOUR, "client"))
    assert meter.diamond is not None
    assert (meter.diamond.at, meter.head, meter.marks) == ("72.0%", "66.0%", ())


@pytest.mark.parametrize(("grace", "at"), [(30 * MINUTE, "72.0%"), (HOUR, "84.0%"), (90 * MINUTE, "90.0%")])
def test_the_grace_of_the_client_stands_on_the_scale_of_the_levels(grace: timedelta, at: str) -> None:
    mark = read(ZERO, grace=Level(grace, "client")).diamond
    assert mark is not None
    assert (mark.at, mark.label) == (at, "client")


def test_cuts_show_where_time_stood_still_and_only_in_what_has_passed() -> None:
    cuts = (ZERO, 45 * MINUTE, 175 * MINUTE, 6 * HOUR)
    assert read(5 * HOUR, cuts=cuts).folds == ["5.6%", "21.9%"]


def test_the_fuse_burns_only_at_risk_and_not_over_the_promise() -> None:
    risk = ClockState.RISK
    assert read(97 * MINUTE, promise=2 * HOUR, state=risk).fuse == "50.0%"
    assert read(97 * MINUTE, promise=2 * HOUR).fuse == ""
    assert read(119 * MINUTE, promise=2 * HOUR, state=risk).fuse == ""


def test_a_promise_of_nothing_and_no_promise_can_be_drawn() -> None:
    assert read(ZERO, promise=ZERO).head == "0.0%"
    assert read(HOUR, promise=None, state=ClockState.NONE).head


def test_a_broken_promise_stays_broken_on_the_drawing_whatever_was_promised_since() -> None:
    meter = Meter(ClockState.OVERDUE, 5 * HOUR, 8 * HOUR, overdue_by=30 * MINUTE, levels=CARRIER)
    assert (meter.fill, meter.over) == ("60.0%", "72.0%")


amounts = st.timedeltas(min_value=ZERO, max_value=timedelta(days=60))


@given(
    promise=amounts,
    offsets=st.lists(st.timedeltas(min_value=timedelta(days=-5), max_value=timedelta(days=5)), max_size=6),
    moments=st.lists(amounts, min_size=2, max_size=20),
)
def test_the_head_only_ever_moves_forward_and_never_leaves_the_drawing(
    promise: timedelta, offsets: list[timedelta], moments: list[timedelta]
) -> None:
    levels = tuple(Level(offset) for offset in offsets)
    heads = [float(read(at, promise=promise, levels=levels).head.rstrip("%")) for at in sorted(moments)]
    assert all(0 <= head <= 100 for head in heads)
    assert all(earlier <= later for earlier, later in pairwise(heads))
