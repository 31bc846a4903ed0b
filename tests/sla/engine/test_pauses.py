"""Clocks that stand still."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from sla.engine import BusinessTimeError, Pause

from .cases import HOUR, OFFICE, paris

MORNING = paris("2024-03-12 09:00")


def at(text: str) -> datetime:
    return paris(f"2024-03-12 {text}")


def test_a_pause_over_the_weekend_costs_its_business_hours_only() -> None:
    start, pause = paris("2024-03-15 15:00"), (paris("2024-03-15 16:00"), paris("2024-03-18 09:00"))
    assert OFFICE.due_at(start, 4 * HOUR, [pause]) == paris("2024-03-18 12:00")
    assert OFFICE.elapsed(start, paris("2024-03-18 12:00"), [pause]) == 4 * HOUR


def test_nested_repeated_and_overlapping_pauses_in_any_order_count_once() -> None:
    pauses = [
        (at("10:45"), at("11:30")),
        (at("10:00"), at("11:00")),
        (at("10:00"), at("11:00")),
        (at("10:15"), at("10:30")),
    ]
    assert OFFICE.due_at(MORNING, 2 * HOUR, pauses) == at("12:30")
    assert OFFICE.elapsed(MORNING, at("12:30"), pauses) == 2 * HOUR


def test_a_pause_without_length_changes_nothing() -> None:
    assert OFFICE.due_at(MORNING, HOUR, [(at("09:30"), at("09:30"))]) == at("10:00")


def test_a_pause_outside_the_hours_changes_nothing() -> None:
    assert OFFICE.due_at(at("12:00"), HOUR, [(at("12:30"), at("14:00"))]) == at("14:30")


def test_pauses_before_the_start_and_after_the_deadline_change_nothing() -> None:
    pauses = [(at("08:00"), at("08:30")), (at("10:00"), at("18:00"))]
    assert OFFICE.due_at(MORNING, HOUR, pauses) == at("10:00")


def test_an_open_pause_leaves_no_deadline() -> None:
    assert OFFICE.due_at(MORNING, HOUR, [(at("09:30"), None)]) is None


def test_a_promise_used_up_when_the_open_pause_begins_keeps_its_deadline() -> None:
    assert OFFICE.due_at(MORNING, HOUR, [(at("10:00"), None)]) == at("10:00")


def test_an_open_pause_swallows_those_that_begin_within_it() -> None:
    pauses = [(at("11:00"), at("12:00")), (at("09:30"), None)]
    assert OFFICE.due_at(MORNING, HOUR, pauses) is None
    assert OFFICE.elapsed(MORNING, at("18:00"), pauses) == HOUR / 2


def test_a_promise_of_nothing_waits_for_the_end_of_the_pause() -> None:
    assert OFFICE.due_at(MORNING, timedelta(0), [(at("08:00"), at("12:45"))]) == at("14:00")
    assert OFFICE.due_at(MORNING, timedelta(0), [(at("09:00"), None)]) is None
    assert OFFICE.due_at(MORNING, timedelta(0), [(at("09:01"), None)]) == MORNING


def test_a_pause_until_further_notice_may_be_written_as_a_far_date() -> None:
    far = datetime.max.replace(tzinfo=MORNING.tzinfo)
    assert OFFICE.elapsed(MORNING, at("12:00"), [(at("10:00"), far)]) == HOUR


def test_a_pause_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(BusinessTimeError, match="cannot end"):
        OFFICE.due_at(MORNING, HOUR, [Pause(at("10:00"), at("09:30"))])
    with pytest.raises(BusinessTimeError, match="cannot end"):
        OFFICE.elapsed(MORNING, MORNING, [(at("10:00"), at("09:30"))])


def test_a_pause_without_time_zone_is_refused() -> None:
    with pytest.raises(BusinessTimeError, match="no time zone"):
        OFFICE.due_at(MORNING, HOUR, [(at("10:00").replace(tzinfo=None), None)])
