"""What service hours accept and refuse, and that they are values."""

from __future__ import annotations

import pickle
from concurrent.futures import ThreadPoolExecutor
from copy import deepcopy
from datetime import date, timedelta
from typing import Any

import pytest

from sla.engine import BusinessTimeError, Season, ServiceHours

from .cases import HOUR, NIGHTS, OFFICE, OFFICE_WEEK, paris


@pytest.mark.parametrize(
    ("weekly", "code", "sentence"),
    [
        ({0: [("09:00", "12:00"), ("11:00", "18:00")]}, "overlap", "Monday: 09:00-12:00 and 11:00-18:00"),
        ({6: [("22:00", "06:00")], 0: [("05:00", "09:00")]}, "overlap", "Monday: 00:00-06:00 and 05:00-09:00"),
        ({0: [("09:00", "25:00")]}, "time", "25:00"),
        ({0: [("9h", "12:00")]}, "time", "9h"),
        ({0: [("09:00", "12:60")]}, "time", "12:60"),
        ({0: [(9, 12)]}, "time", "9"),
        ({0: [("24:00", "06:00")]}, "range", "24:00"),
        ({0: ["09:00-12:00"]}, "range", "09:00-12:00"),
        ({0: [("09:00",)]}, "range", "09:00"),
        ({7: [("09:00", "12:00")]}, "weekday", "7"),
        ({"0": [("09:00", "12:00")]}, "weekday", "0"),
    ],
)
def test_wrong_weekly_hours_are_refused_in_a_sentence(weekly: Any, code: str, sentence: str) -> None:
    with pytest.raises(BusinessTimeError) as refusal:
        ServiceHours("Europe/Paris", weekly)
    assert refusal.value.code == code
    assert sentence in str(refusal.value)
    assert str(refusal.value).endswith(".")


@pytest.mark.parametrize("name", ["Europe/Nowhere", "Europe", "", "/etc/passwd", "../UTC", None])
def test_an_unknown_time_zone_is_refused(name: Any) -> None:
    with pytest.raises(BusinessTimeError, match="is not a time zone"):
        ServiceHours(name, OFFICE_WEEK)


def test_overlapping_special_ranges_are_refused_with_their_date() -> None:
    with pytest.raises(BusinessTimeError, match="2024-12-24: 09:00-12:00 and 11:00-13:00 overlap"):
        ServiceHours("Europe/Paris", special={date(2024, 12, 24): [("11:00", "13:00"), ("09:00", "12:00")]})


def test_a_closed_day_that_is_no_date_is_refused() -> None:
    with pytest.raises(BusinessTimeError, match="is not a date"):
        ServiceHours("Europe/Paris", OFFICE_WEEK, closed=["2024-05-01"])  # type: ignore[list-item]


def test_naive_datetimes_are_refused_by_every_question() -> None:
    naive, aware = paris("2024-03-12 10:00").replace(tzinfo=None), paris("2024-03-12 10:00")
    for question in (
        lambda: OFFICE.due_at(naive, HOUR),
        lambda: OFFICE.elapsed(naive, aware),
        lambda: OFFICE.elapsed(aware, naive),
        lambda: OFFICE.before(naive, HOUR),
        lambda: OFFICE.explain(naive, HOUR),
        lambda: OFFICE.due_many([naive], HOUR),
        lambda: OFFICE.is_open(naive),
        lambda: list(OFFICE.open_intervals(naive, aware)),
    ):
        with pytest.raises(BusinessTimeError, match="no time zone"):
            question()


def test_a_negative_promise_is_refused() -> None:
    start = paris("2024-03-12 10:00")
    for question in (OFFICE.due_at, OFFICE.before, OFFICE.explain):
        with pytest.raises(BusinessTimeError, match="negative"):
            question(start, -HOUR)


def test_years_beyond_the_engine_are_refused() -> None:
    with pytest.raises(BusinessTimeError, match="1900 to 2199"):
        OFFICE.elapsed(paris("2024-03-12 10:00"), paris("2300-01-01 10:00"))


def test_a_range_that_closes_when_it_opens_lasts_a_day() -> None:
    hours = ServiceHours("Europe/Paris", {0: [("09:00", "09:00")]})
    assert hours.elapsed(paris("2024-03-11 00:00"), paris("2024-03-17 00:00")) == timedelta(days=1)


def test_midnight_may_be_written_at_either_end() -> None:
    for closes in ("24:00", "00:00"):
        hours = ServiceHours("Europe/Paris", {0: [("22:00", closes)]})
        assert hours.due_at(paris("2024-03-11 00:00"), 2 * HOUR) == paris("2024-03-12 00:00")


def test_summer_hours_follow_one_another_at_their_dates() -> None:
    hours = ServiceHours(
        "Europe/Paris",
        OFFICE_WEEK,
        valid_until=date(2024, 6, 30),
        seasons=[Season({weekday: [("08:00", "12:00")] for weekday in range(5)}, date(2024, 7, 1))],
    )
    assert list(hours.open_intervals(paris("2024-06-28 14:00"), paris("2024-07-02 00:00"))) == [
        (paris("2024-06-28 14:00"), paris("2024-06-28 18:00")),
        (paris("2024-07-01 08:00"), paris("2024-07-01 12:00")),
    ]


def test_a_season_adds_to_the_hours_of_the_year() -> None:
    saturdays = Season({5: [("09:00", "12:00")]}, date(2024, 7, 1), date(2024, 7, 31))
    hours = ServiceHours("Europe/Paris", OFFICE_WEEK, seasons=[saturdays])
    assert not hours.is_open(paris("2024-06-29 10:00"))
    assert hours.is_open(paris("2024-07-06 10:00"))
    assert not hours.is_open(paris("2024-08-03 10:00"))


def both_in_force_on_monday_1_july(weekday: int) -> ServiceHours:
    early = Season({weekday: [("08:00", "10:00")]}, valid_from=date(2024, 7, 1))
    return ServiceHours("Europe/Paris", OFFICE_WEEK, valid_until=date(2024, 7, 1), seasons=[early])


def test_seasons_that_overlap_on_a_date_are_refused() -> None:
    with pytest.raises(BusinessTimeError, match="Monday: .* overlap"):
        both_in_force_on_monday_1_july(weekday=0)


def test_seasons_that_overlap_on_no_date_are_accepted() -> None:
    assert both_in_force_on_monday_1_july(weekday=1).is_open(paris("2024-07-02 08:00"))


def test_a_validity_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(BusinessTimeError, match="cannot end before"):
        ServiceHours("Europe/Paris", OFFICE_WEEK, valid_from=date(2024, 2, 1), valid_until=date(2024, 1, 1))


def test_a_special_night_goes_on_into_the_next_morning() -> None:
    hours = ServiceHours("Europe/Paris", OFFICE_WEEK, special={date(2024, 3, 12): [("22:00", "10:00")]})
    assert list(hours.open_intervals(paris("2024-03-12 00:00"), paris("2024-03-13 13:00"))) == [
        (paris("2024-03-12 22:00"), paris("2024-03-13 12:30"))
    ]


def test_a_special_night_is_cut_by_a_closed_morning() -> None:
    hours = ServiceHours("Europe/Paris", closed=[date(2024, 3, 13)], special={date(2024, 3, 12): [("22:00", "10:00")]})
    assert hours.elapsed(paris("2024-03-12 00:00"), paris("2024-03-14 00:00")) == 2 * HOUR


def test_a_special_date_cuts_the_night_shift_before_it() -> None:
    hours = ServiceHours("Europe/Paris", NIGHTS, special={date(2024, 3, 12): [("10:00", "12:00")]})
    assert list(hours.open_intervals(paris("2024-03-11 12:00"), paris("2024-03-13 12:00"))) == [
        (paris("2024-03-11 22:00"), paris("2024-03-12 00:00")),
        (paris("2024-03-12 10:00"), paris("2024-03-12 12:00")),
        (paris("2024-03-13 00:00"), paris("2024-03-13 06:00")),
    ]


def test_the_opening_instant_is_open_and_the_closing_instant_is_not() -> None:
    assert OFFICE.is_open(paris("2024-03-12 09:00"))
    assert not OFFICE.is_open(paris("2024-03-12 12:30"))
    assert OFFICE.next_opening(paris("2024-03-12 12:30")) == paris("2024-03-12 14:00")


def test_answers_bear_the_time_zone_of_the_hours() -> None:
    due = ServiceHours("Asia/Kolkata", OFFICE_WEEK).due_at(paris("2024-03-12 06:00"), HOUR)
    assert due is not None
    assert due.isoformat() == "2024-03-12T11:30:00+05:30"


def test_equal_hours_are_one_key_of_a_cache() -> None:
    twin = ServiceHours("Europe/Paris", {**OFFICE_WEEK, 5: []})
    assert twin == OFFICE
    assert len({OFFICE, twin}) == 1
    assert ServiceHours("Europe/Paris", OFFICE_WEEK, closed=[date(2024, 5, 1)]) != OFFICE
    assert ServiceHours("Europe/Brussels", OFFICE_WEEK) != OFFICE


def test_hours_cannot_be_changed() -> None:
    with pytest.raises(AttributeError):
        OFFICE.time_zone = "UTC"  # type: ignore[misc]
    with pytest.raises(AttributeError):
        OFFICE.name = "office"  # type: ignore[attr-defined]


def test_pickled_and_copied_hours_answer_alike() -> None:
    hours = ServiceHours(
        "Europe/Paris",
        NIGHTS,
        closed={date(2024, 7, 14): "Fête nationale"},
        special={date(2024, 7, 15): [("10:00", "12:00")]},
    )
    start = paris("2024-07-13 20:00")
    for twin in (pickle.loads(pickle.dumps(hours)), deepcopy(hours)):
        assert twin == hours
        assert twin.explain(start, 8 * HOUR) == hours.explain(start, 8 * HOUR)


def test_a_refusal_can_be_pickled() -> None:
    refusal = pickle.loads(pickle.dumps(BusinessTimeError("never_open", "These hours never open.")))
    assert (refusal.code, str(refusal)) == ("never_open", "These hours never open.")


def test_threads_that_grow_the_same_hours_get_the_same_answers() -> None:
    starts = [paris(f"{year}-03-12 10:00") for year in range(1990, 2040, 5)] * 8
    alone = [ServiceHours("Europe/Paris", OFFICE_WEEK).due_at(start, 9 * HOUR) for start in starts[:10]]
    shared = ServiceHours("Europe/Paris", OFFICE_WEEK)
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(lambda start: shared.due_at(start, 9 * HOUR), starts)) == alone * 8
