"""Business time where other systems go wrong: each was a bug in a helpdesk that people use."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import holidays
import pytest

from sla.engine import BusinessTimeError, Season, ServiceHours

from .cases import ALWAYS_IN_PARIS, HOUR, NIGHTS, OFFICE, OFFICE_DAY, OFFICE_WEEK, hours_of, paris


def french(year: int, subdivision: str | None = None) -> dict[date, str]:
    return dict(holidays.country_holidays("FR", subdiv=subdivision, years=[year, year + 1]))


def test_the_lunch_break_is_not_counted() -> None:
    assert OFFICE.due_at(paris("2024-03-11 10:00"), 4 * HOUR) == paris("2024-03-11 15:30")


@pytest.mark.parametrize(
    ("start", "due"),
    [
        ("2024-03-12 12:30:00", "2024-03-12 15:00:00"),
        ("2024-03-12 13:00:00", "2024-03-12 15:00:00"),
        ("2024-03-12 14:00:00", "2024-03-12 15:00:00"),
        ("2024-03-12 12:29:59", "2024-03-12 14:59:59"),
    ],
)
def test_a_call_around_lunch_is_due_an_open_hour_later(start: str, due: str) -> None:
    assert OFFICE.due_at(paris(start), HOUR) == paris(due)


def test_due_exactly_at_lunch_stays_at_lunch() -> None:
    assert OFFICE.due_at(paris("2024-03-12 11:30"), HOUR) == paris("2024-03-12 12:30")


def test_due_exactly_at_closing_stays_at_closing() -> None:
    assert OFFICE.due_at(paris("2024-03-12 17:00"), HOUR) == paris("2024-03-12 18:00")


def test_a_holiday_at_noon_never_puts_the_deadline_before_the_call() -> None:
    hours = ServiceHours("Europe/Paris", OFFICE_WEEK, closed=[date(2024, 5, 1)])
    assert hours.due_at(paris("2024-05-01 12:45"), HOUR) == paris("2024-05-02 10:00")


def test_the_autumn_change_of_clocks_gives_sixty_and_a_half_hours() -> None:
    start, end = paris("2026-10-25 00:30"), paris("2026-10-27 12:00")
    assert ALWAYS_IN_PARIS.elapsed(start, end) == hours_of(60.5)


def test_the_spring_change_of_clocks_gives_fifty_nine_and_a_half_hours() -> None:
    start, end = paris("2026-03-28 23:30"), paris("2026-03-31 12:00")
    assert ALWAYS_IN_PARIS.elapsed(start, end) == hours_of(59.5)


def test_easter_weekend_2027_joins_a_change_of_clocks_to_a_holiday() -> None:
    hours = ServiceHours("Europe/Paris", OFFICE_WEEK, closed=french(2027))
    assert hours.due_at(paris("2027-03-26 17:00"), 2 * HOUR) == paris("2027-03-30 10:00")


def test_round_the_clock_loses_no_minute_at_midnight() -> None:
    assert ALWAYS_IN_PARIS.elapsed(paris("2024-06-01 00:00"), paris("2024-06-11 00:00")) == timedelta(days=10)
    assert ALWAYS_IN_PARIS.due_at(paris("2024-06-01 23:59"), HOUR) == paris("2024-06-02 00:59")


def test_a_night_shift_crosses_midnight() -> None:
    hours = ServiceHours("Europe/Paris", NIGHTS)
    assert hours.due_at(paris("2024-06-04 23:00"), 3 * HOUR) == paris("2024-06-05 02:00")


def test_a_night_shift_is_cut_at_midnight_by_a_holiday() -> None:
    hours = ServiceHours("Europe/Paris", NIGHTS, closed=[date(2024, 7, 14)])
    night = hours.open_intervals(paris("2024-07-13 12:00"), paris("2024-07-15 12:00"))
    assert list(night) == [
        (paris("2024-07-13 22:00"), paris("2024-07-14 00:00")),
        (paris("2024-07-15 00:00"), paris("2024-07-15 06:00")),
    ]


def test_a_range_in_the_skipped_hour_is_not_there_that_day() -> None:
    hours = ServiceHours("Europe/Paris", {6: [("02:00", "03:00")]})
    assert hours.elapsed(paris("2024-03-31 00:00"), paris("2024-04-01 00:00")) == timedelta(0)
    assert hours.due_at(paris("2024-03-31 00:00"), HOUR / 2) == paris("2024-04-07 02:30")


def test_a_range_in_the_repeated_hour_is_open_twice() -> None:
    hours = ServiceHours("Europe/Paris", {6: [("02:00", "03:00")]})
    assert hours.elapsed(paris("2024-10-27 00:00"), paris("2024-10-28 00:00")) == 2 * HOUR
    due = hours.due_at(paris("2024-10-27 02:00"), hours_of(1.5))
    assert due is not None
    assert due.astimezone(UTC) == datetime(2024, 10, 27, 1, 30, tzinfo=UTC)
    assert (due.hour, due.minute, due.fold) == (2, 30, 1)


@pytest.mark.parametrize("holiday", ["2024-04-01", "2024-05-09", "2024-05-20"])
def test_a_holiday_that_moves_with_easter_is_closed(holiday: str) -> None:
    hours = ServiceHours("Europe/Paris", OFFICE_WEEK, closed=french(2024))
    assert not hours.is_open(paris(f"{holiday} 10:00"))


def test_two_holidays_on_one_day_close_it_once() -> None:
    hours = ServiceHours("Europe/Paris", OFFICE_WEEK, closed=french(2008))  # 1 May and Ascension
    assert hours.elapsed(paris("2008-04-30 18:00"), paris("2008-05-02 18:00")) == hours_of(7.5)


@pytest.mark.parametrize("subdivision", ["6AE", "57"])
def test_good_friday_is_closed_in_alsace_and_moselle_alone(subdivision: str) -> None:
    good_friday = paris("2024-03-29 10:00")
    assert not ServiceHours("Europe/Paris", OFFICE_WEEK, closed=french(2024, subdivision)).is_open(good_friday)
    assert ServiceHours("Europe/Paris", OFFICE_WEEK, closed=french(2024)).is_open(good_friday)


def test_whit_monday_is_worked_where_a_special_opening_says_so() -> None:
    whit_monday = date(2024, 5, 20)
    hours = ServiceHours("Europe/Paris", OFFICE_WEEK, closed=french(2024), special={whit_monday: OFFICE_DAY})
    assert hours.due_at(paris("2024-05-20 10:00"), HOUR) == paris("2024-05-20 11:00")


def test_a_closure_over_new_year_applies_on_both_sides() -> None:
    days = [date(2024, 12, 24) + timedelta(days=n) for n in range(10)]
    hours = ServiceHours("Europe/Paris", OFFICE_WEEK, closed=days)
    assert hours.due_at(paris("2024-12-23 17:30"), HOUR) == paris("2025-01-03 09:30")


def test_a_half_day_replaces_the_hours_of_its_date() -> None:
    hours = ServiceHours("Europe/Paris", OFFICE_WEEK, special={date(2024, 12, 24): [("09:00", "12:00")]})
    assert hours.due_at(paris("2024-12-24 11:00"), 2 * HOUR) == paris("2024-12-25 10:00")


def never_open() -> list[ServiceHours]:
    january = [date(2024, 1, day) for day in range(1, 32)]
    only_january = Season(OFFICE_WEEK, january[0], january[-1])
    return [
        ServiceHours("Europe/Paris"),
        ServiceHours("Europe/Paris", {0: []}),
        ServiceHours("Europe/Paris", seasons=[only_january], closed=january),
        ServiceHours("Europe/Paris", special={date(2024, 3, 31): [("02:00", "03:00")]}),  # the skipped hour
    ]


@pytest.mark.parametrize("hours", never_open(), ids=["empty", "no range", "all closed", "skipped hour"])
def test_hours_that_never_open_are_refused_and_never_looped_over(hours: ServiceHours) -> None:
    start = paris("2024-01-10 10:00")
    assert not hours.ever_opens
    assert hours.next_opening(start) is None
    assert hours.elapsed(start, start + timedelta(days=400)) == timedelta(0)
    for question in (
        hours.refuse_never_open,
        lambda: hours.due_at(start, HOUR),
        lambda: hours.due_at(start, timedelta(0)),
        lambda: hours.due_at(start, HOUR, [(start, None)]),
        lambda: hours.before(start, HOUR),
        lambda: hours.explain(start, HOUR),
        lambda: hours.due_many([start], HOUR),
    ):
        with pytest.raises(BusinessTimeError, match="never open"):
            question()


def test_hours_that_have_ended_refuse_a_promise_they_cannot_hold() -> None:
    hours = ServiceHours("Europe/Paris", OFFICE_WEEK, valid_until=date(2024, 3, 12))
    assert hours.due_at(paris("2024-03-12 16:00"), 2 * HOUR) == paris("2024-03-12 18:00")
    with pytest.raises(BusinessTimeError, match="long enough"):
        hours.due_at(paris("2024-03-12 16:00"), 3 * HOUR)


def test_a_promise_without_end_is_refused_within_a_bounded_horizon() -> None:
    with pytest.raises(BusinessTimeError, match="long enough"):
        ServiceHours("Europe/Paris", {0: [("09:00", "09:01")]}).due_at(paris("2024-03-12 16:00"), timedelta.max)


def test_seconds_matter() -> None:
    assert OFFICE.due_at(paris("2024-03-12 14:00:59"), HOUR) == paris("2024-03-12 15:00:59")
    microsecond = timedelta(microseconds=1)
    assert OFFICE.due_at(paris("2024-03-12 17:59:59.999999"), 2 * microsecond) == paris("2024-03-13 09:00:00.000001")


def test_a_promise_over_ninety_nine_hours_is_legal() -> None:
    assert OFFICE.due_at(paris("2024-03-11 09:00"), hours_of(37.5 * 3)) == paris("2024-03-29 18:00")


def test_hours_mean_the_same_from_every_time_zone() -> None:
    tokyo = paris("2024-03-12 10:00").astimezone(datetime.fromisoformat("2024-01-01T00:00+09:00").tzinfo)
    due = OFFICE.due_at(tokyo, HOUR)
    assert due is not None
    assert due.isoformat() == "2024-03-12T11:00:00+01:00"


@pytest.mark.parametrize(
    ("due", "alarm"),
    [
        ("2024-03-12 11:00", "2024-03-12 10:00"),
        ("2024-03-12 09:30", "2024-03-11 17:30"),
        ("2024-03-12 14:30", "2024-03-12 12:00"),
        ("2024-03-12 10:00", "2024-03-12 09:00"),  # the opening, not Monday's closing
        ("2024-03-12 18:00", "2024-03-12 17:00"),
    ],
)
def test_one_hour_before_is_one_business_hour_before(due: str, alarm: str) -> None:
    assert OFFICE.before(paris(due), HOUR) == paris(alarm)


def test_no_time_before_is_the_deadline_itself() -> None:
    assert OFFICE.before(paris("2024-03-12 18:00"), timedelta(0)) == paris("2024-03-12 18:00")


def test_before_refuses_what_the_past_does_not_hold() -> None:
    hours = ServiceHours("Europe/Paris", OFFICE_WEEK, valid_from=date(2024, 3, 12))
    with pytest.raises(BusinessTimeError, match="long enough"):
        hours.before(paris("2024-03-12 10:00"), 2 * HOUR)
