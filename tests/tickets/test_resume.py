"""Resume: the wait, or the appointment, is over."""

from __future__ import annotations

import datetime as dt

import pytest

from tickets.actions.resolve import resolve_ticket
from tickets.actions.resume import resume_ticket
from tickets.actions.schedule import schedule_ticket
from tickets.actions.wait import wait_for
from tickets.choices import EventKind, Status
from tickets.models import Event
from tickets.refusal import ActionRefused

HOUR = dt.timedelta(hours=1)


def test_resumed_it_is_in_progress_and_its_deadlines_are_back(cast, open_ticket, at):
    ticket = open_ticket(priority="high")
    wait_for(ticket=ticket, status=Status.WAITING_CLIENT, reason="Rappel", by=cast.technician, at=at)
    ticket = resume_ticket(ticket=ticket, by=cast.operator, at=at + HOUR)
    assert (ticket.status, ticket.pauses.get().until_at) == (Status.IN_PROGRESS, at + HOUR)
    assert ticket.next_due_at == at.replace(hour=14, minute=30)
    event = Event.objects.get(kind=EventKind.RESUMED)
    assert (event.old, event.new) == (Status.WAITING_CLIENT.label, Status.IN_PROGRESS.label)


def test_an_appointment_ends_too(cast, open_ticket, at):
    ticket = schedule_ticket(ticket=open_ticket(), by=cast.operator, at=at)
    assert resume_ticket(ticket=ticket, by=cast.operator, at=at).status == Status.IN_PROGRESS


def test_resumed_twice_is_resumed_once(cast, open_ticket, at):
    ticket = open_ticket()
    for _ in range(2):
        resume_ticket(ticket=ticket, by=cast.operator, at=at)
    assert Event.objects.filter(kind=EventKind.RESUMED).count() == 1


def test_a_resolved_ticket_is_reopened_rather_than_resumed(cast, open_ticket, at):
    ticket = resolve_ticket(ticket=open_ticket(), solution="Fait.", by=cast.technician, at=at)
    with pytest.raises(ActionRefused):
        resume_ticket(ticket=ticket, by=cast.operator, at=at)
