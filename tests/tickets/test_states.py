"""The database gives the same state of a ticket as the reading of its clocks."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable

import pytest

from tests import factories
from tests.conftest import Cast
from tickets.actions.close import close_ticket
from tickets.actions.prioritize import change_priority
from tickets.actions.reply import reply_to_ticket
from tickets.actions.resolve import resolve_ticket
from tickets.actions.wait import wait_for
from tickets.choices import ClockState
from tickets.models import Ticket
from tickets.readings import next_reading
from tickets.states import in_state, with_state

STATES = (ClockState.OVERDUE, ClockState.RISK, ClockState.RUNNING, ClockState.PAUSED, ClockState.NONE)


@pytest.fixture
def tickets(cast: Cast, open_ticket: Callable[..., Ticket], at: dt.datetime) -> None:
    """Tickets of every priority, some answered, paused, replanned or without contract."""
    by = {"by": cast.technician, "at": at + dt.timedelta(minutes=50)}
    without_contract = factories.account("Garage Pinson")
    for priority in ("critical", "high", "medium", "low"):
        open_ticket(priority=priority)
        open_ticket(priority=priority, at=at + dt.timedelta(minutes=40))
        open_ticket(priority=priority, account=without_contract, contact=None)
        reply_to_ticket(ticket=open_ticket(priority=priority), body="Bonjour", **by)
        wait_for(ticket=open_ticket(priority=priority), status="waiting_client", reason="réponse", **by)
        wait_for(ticket=open_ticket(priority=priority), status="waiting_third_party", reason="pièce", **by)
        change_priority(ticket=open_ticket(priority=priority), priority="critical", **by)
        resolved = resolve_ticket(ticket=open_ticket(priority=priority), solution="Fait", **by)
    close_ticket(ticket=resolved, **by)


@pytest.mark.parametrize("hours", [1, 1.5, 2, 3, 4.5, 6, 8, 10, 23, 25, 26, 48, 96, 240])
def test_the_state_asked_of_the_database_is_that_of_the_next_clock(tickets, at, hours):
    now = at + dt.timedelta(hours=hours)
    expected = {
        ticket.pk: next_reading(ticket, now).state
        for ticket in Ticket.objects.prefetch_related("clocks__calendar", "pauses")
        if ticket.is_open
    }
    assert dict(with_state(Ticket.objects.all(), now).values_list("pk", "clock_state")) == expected
    for state in STATES:
        found = {ticket.pk for ticket in in_state(Ticket.objects.all(), state, now)}
        assert found == {pk for pk, its in expected.items() if its == state}, state


def test_every_state_is_among_those_tickets(tickets, at):
    """Otherwise the test above would say less than it seems to."""
    seen: Counter[str] = Counter()
    for hours in (1, 3, 25):
        states = with_state(Ticket.objects.all(), at + dt.timedelta(hours=hours))
        seen.update(states.values_list("clock_state", flat=True))
    assert set(seen) == {str(state) for state in STATES}


def test_the_number_of_queries_does_not_grow_with_the_tickets(tickets, at, django_assert_max_num_queries):
    with django_assert_max_num_queries(4):
        list(in_state(Ticket.objects.all(), ClockState.RISK, at + dt.timedelta(hours=1)))
