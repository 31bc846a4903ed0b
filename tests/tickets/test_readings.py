"""Readings: what a clock says at an instant."""

from __future__ import annotations

import datetime as dt

import pytest

from tickets.actions.wait import wait_for
from tickets.choices import ClockState, Status
from tickets.readings import next_reading, readings

MINUTE = dt.timedelta(minutes=1)


def response(ticket, at):
    return readings(ticket, at)[0]


@pytest.mark.parametrize(
    ("minutes", "state"),
    [(0, ClockState.RUNNING), (59, ClockState.RUNNING), (60, ClockState.RISK), (120, ClockState.RISK)],
)
def test_a_short_promise_is_at_risk_in_its_second_half(open_ticket, at, minutes, state):
    assert response(open_ticket(priority="high"), at + minutes * MINUTE).state == state


@pytest.mark.parametrize(("hours", "state"), [(9, "running"), (10, "risk"), (12, "risk"), (13, "overdue")])
def test_a_long_promise_is_at_risk_in_its_last_two_business_hours(open_ticket, at, hours, state):
    ticket = open_ticket(priority="medium", at=at.replace(hour=9))
    resolution = readings(ticket, at)[1]
    then = resolution.clock.calendar.service_hours().due_at(ticket.opened_at, dt.timedelta(hours=hours))
    assert readings(ticket, then)[1].state == state


def test_a_deadline_is_kept_until_its_last_instant(open_ticket, at):
    ticket = open_ticket(priority="high")
    assert response(ticket, at + 120 * MINUTE).overdue_by == dt.timedelta(0)
    assert response(ticket, at + 121 * MINUTE).overdue_by == MINUTE


def test_a_paused_ticket_is_never_overdue(cast, open_ticket, at):
    ticket = open_ticket(priority="high")
    wait_for(ticket=ticket, status=Status.WAITING_CLIENT, reason="Numéro attendu", by=cast.technician, at=at)
    ticket.refresh_from_db()
    reading = response(ticket, at + dt.timedelta(days=10))
    assert (reading.state, reading.elapsed, reading.paused_since) == (ClockState.PAUSED, dt.timedelta(0), at)


def test_the_next_reading_is_the_one_that_is_due_first(open_ticket, at):
    reading = next_reading(open_ticket(priority="high"), at)
    assert reading is not None
    assert reading.metric == "response"
