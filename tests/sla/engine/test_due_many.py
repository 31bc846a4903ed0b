"""Many deadlines at once are the same deadlines, with numpy and without."""

from __future__ import annotations

import random
import sys
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from sla.engine import BusinessTimeError, ServiceHours

from .cases import ALWAYS_IN_PARIS, HOUR, NIGHTS, OFFICE, paris

SECOND = 1_000_000


def questions(count: int) -> tuple[list[datetime], list[timedelta]]:
    chance = random.Random(2026)
    first = datetime(2023, 1, 1, tzinfo=UTC)
    starts = [first + timedelta(microseconds=chance.randrange(4 * 365 * 86_400 * SECOND)) for _ in range(count)]
    promises = [timedelta(seconds=chance.choice([0, 1, 3600, 27_000, 7_200_000])) for _ in range(count)]
    return starts, promises


CALENDARS = {
    "office": OFFICE,
    "nights": ServiceHours("Europe/Paris", NIGHTS),
    "round the clock": ALWAYS_IN_PARIS,
    "a minute a week": ServiceHours("Europe/Paris", {2: [("02:30", "02:31")]}),
    "minutes": ServiceHours("America/New_York", {d: [("20:00", "20:01"), ("20:02", "20:04")] for d in range(7)}),
}


@pytest.fixture(params=["with numpy", "without numpy"])
def machine(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if request.param == "without numpy":
        monkeypatch.setitem(sys.modules, "numpy", None)  # as if it were not installed


@pytest.mark.parametrize("hours", CALENDARS.values(), ids=CALENDARS.keys())
@pytest.mark.usefixtures("machine")
def test_many_deadlines_are_those_of_one_by_one(hours: ServiceHours) -> None:
    starts, promises = questions(300)
    promises = [min(promise, HOUR) for promise in promises]
    many = hours.due_many(starts, promises)
    assert many == [hours.due_at(start, promise) for start, promise in zip(starts, promises, strict=True)]
    assert {due.tzinfo for due in many} == {many[0].tzinfo}


@pytest.mark.usefixtures("machine")
def test_one_promise_serves_all_starts() -> None:
    starts, _ = questions(50)
    assert OFFICE.due_many(starts, 2000 * HOUR) == [OFFICE.due_at(start, 2000 * HOUR) for start in starts]
    assert OFFICE.due_many([], HOUR) == []


@pytest.mark.usefixtures("machine")
def test_what_one_refuses_many_refuse() -> None:
    start = paris("2024-03-12 10:00")
    for promises, sentence in (
        ([HOUR, -HOUR], "negative"),
        ([HOUR], "2 starts and 1 promises"),
        ([HOUR, timedelta.max], "long enough"),
    ):
        with pytest.raises(BusinessTimeError, match=sentence):
            OFFICE.due_many([start, start], promises)


@pytest.mark.parametrize("hours", CALENDARS.values(), ids=CALENDARS.keys())
def test_arrays_of_every_kind_give_the_same_instants(hours: ServiceHours) -> None:
    starts, promises = questions(300)
    promises = [min(promise, HOUR) for promise in promises]
    expected = [due.astimezone(UTC).replace(tzinfo=None) for due in hours.due_many(starts, promises)]
    moments = np.array([start.replace(tzinfo=None) for start in starts], "datetime64[us]")
    spans = np.array(promises, "timedelta64[us]")
    as_times = hours.due_many(moments, spans)
    as_numbers = hours.due_many(moments.astype(np.int64), spans.astype(np.int64))
    assert as_times.dtype == np.dtype("datetime64[us]")
    assert as_times.tolist() == expected
    assert as_numbers.dtype == np.int64
    assert as_numbers.astype("datetime64[us]").tolist() == expected


def test_arrays_take_one_promise_and_coarser_units() -> None:
    starts = np.array(["2024-03-12T09:00", "2024-03-12T16:30"], "datetime64[m]")
    due = np.array(["2024-03-12T10:00", "2024-03-13T08:30"], "datetime64[us]")
    for promise in (HOUR, np.timedelta64(1, "h"), 3600 * SECOND):
        assert (OFFICE.due_many(starts, promise) == due).all()


def test_missing_times_and_floats_are_refused() -> None:
    for starts in (np.array(["NaT"], "datetime64[us]"), np.array([1.5])):
        with pytest.raises(BusinessTimeError, match="none missing"):
            OFFICE.due_many(starts, HOUR)
    with pytest.raises(BusinessTimeError, match="negative"):
        OFFICE.due_many(np.array([0]), np.array([-1]))
    assert OFFICE.due_many(np.array([], "datetime64[us]"), HOUR).size == 0
