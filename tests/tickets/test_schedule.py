"""Schedule: the work has an appointment."""

from __future__ import annotations

import datetime as dt

import pytest

from tickets.actions.cancel import cancel_ticket
from tickets.actions.schedule import schedule_ticket
from tickets.actions.wait import wait_for
from tickets.choices import EventKind, Status
from tickets.models import Event
from tickets.refusal import ActionRefused


def test_an_appointment_is_no_pause(cast, open_ticket, at):
    ticket = open_ticket()
    due = ticket.next_due_at
    ticket = schedule_ticket(ticket=ticket, by=cast.operator, at=at)
    assert (ticket.status, ticket.next_due_at, ticket.pauses.exists()) == (Status.SCHEDULED, due, False)


def test_an_appointment_ends_the_wait_for_the_client(cast, open_ticket, at):
    ticket = open_ticket()
    later = at + dt.timedelta(minutes=10)
    wait_for(ticket=ticket, status=Status.WAITING_CLIENT, reason="Date", by=cast.technician, at=at)
    schedule_ticket(ticket=ticket, by=cast.operator, at=later)
    assert ticket.pauses.get().until_at == later


def test_scheduled_twice_is_scheduled_once(cast, open_ticket, at):
    ticket = open_ticket()
    for _ in range(2):
        schedule_ticket(ticket=ticket, by=cast.operator, at=at)
    assert Event.objects.filter(kind=EventKind.SCHEDULED).count() == 1


def test_a_cancelled_ticket_is_not_scheduled(cast, open_ticket, at):
    ticket = cancel_ticket(ticket=open_ticket(), reason="Doublon", by=cast.operator, at=at)
    with pytest.raises(ActionRefused):
        schedule_ticket(ticket=ticket, by=cast.operator, at=at)
