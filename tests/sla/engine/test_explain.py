"""An explanation is the deadline, told step by step."""

from __future__ import annotations

from datetime import date, timedelta

from sla.engine import Pause, Reason, ServiceHours, Step

from .cases import ALWAYS_IN_PARIS, HOUR, NIGHTS, OFFICE, OFFICE_WEEK, paris

HOLIDAYS = {date(2024, 5, 1): "Fête du Travail", date(2024, 5, 8): "Victoire 1945", date(2024, 5, 9): "Ascension"}
WITH_HOLIDAYS = ServiceHours("Europe/Paris", OFFICE_WEEK, closed=HOLIDAYS)


def told(steps: tuple[Step, ...]) -> list[tuple[str, str, Reason, str]]:
    return [
        (f"{step.begins_at:%a %H:%M}", f"{step.ends_at:%a %H:%M}" if step.ends_at else "", step.reason, step.name)
        for step in steps
    ]


def test_lunch_and_night_are_told_apart() -> None:
    assert told(OFFICE.explain(paris("2024-03-11 11:30"), 6 * HOUR)) == [
        ("Mon 11:30", "Mon 12:30", Reason.OPEN, ""),
        ("Mon 12:30", "Mon 14:00", Reason.BREAK, ""),
        ("Mon 14:00", "Mon 18:00", Reason.OPEN, ""),
        ("Mon 18:00", "Tue 09:00", Reason.CLOSED, ""),
        ("Tue 09:00", "Tue 10:00", Reason.OPEN, ""),
    ]


def test_the_nights_beside_a_weekend_belong_to_it() -> None:
    assert told(OFFICE.explain(paris("2024-03-15 17:00"), 2 * HOUR)) == [
        ("Fri 17:00", "Fri 18:00", Reason.OPEN, ""),
        ("Fri 18:00", "Mon 09:00", Reason.WEEKEND, ""),
        ("Mon 09:00", "Mon 10:00", Reason.OPEN, ""),
    ]


def test_a_holiday_is_called_by_its_name() -> None:
    assert told(WITH_HOLIDAYS.explain(paris("2024-04-30 17:00"), 2 * HOUR)) == [
        ("Tue 17:00", "Tue 18:00", Reason.OPEN, ""),
        ("Tue 18:00", "Thu 09:00", Reason.HOLIDAY, "Fête du Travail"),
        ("Thu 09:00", "Thu 10:00", Reason.OPEN, ""),
    ]


def test_holidays_in_a_row_keep_their_names() -> None:
    assert told(WITH_HOLIDAYS.explain(paris("2024-05-07 18:00"), HOUR)) == [
        ("Tue 18:00", "Thu 00:00", Reason.HOLIDAY, "Victoire 1945"),
        ("Thu 00:00", "Fri 09:00", Reason.HOLIDAY, "Ascension"),
        ("Fri 09:00", "Fri 10:00", Reason.OPEN, ""),
    ]


def test_a_weekday_without_hours_is_closed_and_no_holiday() -> None:
    hours = ServiceHours(
        "Europe/Paris", {0: [("09:00", "18:00")], 3: [("09:00", "18:00")]}, closed={date(2024, 3, 13): "Pont"}
    )
    assert told(hours.explain(paris("2024-03-11 18:00"), HOUR)) == [
        ("Mon 18:00", "Wed 00:00", Reason.CLOSED, ""),
        ("Wed 00:00", "Thu 09:00", Reason.HOLIDAY, "Pont"),
        ("Thu 09:00", "Thu 10:00", Reason.OPEN, ""),
    ]


def test_the_day_of_a_night_service_is_no_lunch_break() -> None:
    night = ServiceHours("Europe/Paris", NIGHTS)
    assert told(night.explain(paris("2024-03-12 05:00"), 2 * HOUR))[1] == (
        "Tue 06:00",
        "Tue 22:00",
        Reason.CLOSED,
        "",
    )


def test_a_pause_is_told_with_its_reason() -> None:
    pause = Pause(paris("2024-03-12 10:00"), paris("2024-03-12 11:00"), "Attente du client")
    assert told(OFFICE.explain(paris("2024-03-12 09:30"), HOUR, [pause])) == [
        ("Tue 09:30", "Tue 10:00", Reason.OPEN, ""),
        ("Tue 10:00", "Tue 11:00", Reason.PAUSE, "Attente du client"),
        ("Tue 11:00", "Tue 11:30", Reason.OPEN, ""),
    ]


def test_where_pauses_overlap_each_minute_is_told_once() -> None:
    pauses = [
        (paris("2024-03-12 10:30"), paris("2024-03-12 11:30"), "second"),
        (paris("2024-03-12 10:00"), paris("2024-03-12 11:00"), "first"),
    ]
    assert told(OFFICE.explain(paris("2024-03-12 10:00"), HOUR, pauses)) == [
        ("Tue 10:00", "Tue 11:00", Reason.PAUSE, "first"),
        ("Tue 11:00", "Tue 11:30", Reason.PAUSE, "second"),
        ("Tue 11:30", "Tue 12:30", Reason.OPEN, ""),
    ]


def test_an_open_pause_ends_the_explanation_and_says_what_is_left() -> None:
    steps = OFFICE.explain(paris("2024-03-12 09:00"), 4 * HOUR, [(paris("2024-03-12 10:00"), None, "Pièce")])
    assert told(steps) == [
        ("Tue 09:00", "Tue 10:00", Reason.OPEN, ""),
        ("Tue 10:00", "", Reason.PAUSE, "Pièce"),
    ]
    assert (steps[-1].total, steps[-1].left) == (HOUR, 3 * HOUR)


def test_steps_carry_what_counts_the_total_and_what_is_left() -> None:
    steps = OFFICE.explain(paris("2024-03-11 11:30"), 6 * HOUR)
    assert [step.counted / HOUR for step in steps] == [1, 0, 4, 0, 1]
    assert [step.total / HOUR for step in steps] == [1, 1, 5, 5, 6]
    assert [step.left / HOUR for step in steps] == [5, 5, 1, 1, 0]
    assert [step.is_counted for step in steps] == [True, False, True, False, True]


def test_a_promise_of_nothing_is_explained_by_the_wait_alone() -> None:
    assert OFFICE.explain(paris("2024-03-12 10:00"), timedelta(0)) == ()
    assert told(OFFICE.explain(paris("2024-03-12 13:00"), timedelta(0))) == [
        ("Tue 13:00", "Tue 14:00", Reason.BREAK, "")
    ]


def test_round_the_clock_is_one_step() -> None:
    assert told(ALWAYS_IN_PARIS.explain(paris("2024-03-29 10:00"), 72 * HOUR)) == [
        ("Fri 10:00", "Mon 11:00", Reason.OPEN, "")  # the clocks went forward
    ]


def test_a_midnight_that_happens_twice_is_passed() -> None:
    # In Havana the clocks go back at 01:00 to midnight.
    hours = ServiceHours("America/Havana", OFFICE_WEEK, closed={date(2024, 11, 4): "Feriado"})
    start = paris("2024-11-02 12:00")
    steps = hours.explain(start, HOUR)
    assert told(steps)[-3:] == [
        ("Sat 07:00", "Mon 00:00", Reason.WEEKEND, ""),
        ("Mon 00:00", "Tue 09:00", Reason.HOLIDAY, "Feriado"),
        ("Tue 09:00", "Tue 10:00", Reason.OPEN, ""),
    ]
