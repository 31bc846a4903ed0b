"""Assign: a ticket is given to a technician."""

from __future__ import annotations

import datetime as dt

import pytest

from tickets.actions.assign import assign_ticket
from tickets.choices import EventKind, Status
from tickets.models import Event, OutboxMail
from tickets.refusal import ActionRefused


def test_an_assigned_ticket_keeps_its_clocks(cast, open_ticket, at):
    ticket = open_ticket(priority="high")
    later = at + dt.timedelta(minutes=30)
    assigned = assign_ticket(ticket=ticket, technician=cast.technician, by=cast.operator, at=later)
    response = assigned.clocks.get(metric="response")
    assert assigned.technician == cast.technician
    assert assigned.status == Status.ASSIGNED
    assert response.is_running
    assert response.due_at == at.replace(hour=12)


def test_history_says_who_gave_it_to_whom(cast, open_ticket, at):
    ticket = open_ticket()
    assign_ticket(ticket=ticket, technician=cast.technician, by=cast.operator, at=at)
    event = Event.objects.get(ticket=ticket, kind=EventKind.ASSIGNED)
    assert (event.by, event.at, event.new) == (cast.operator, at, "Technician")


def test_the_technician_is_told_once_and_nobody_else(cast, open_ticket, at):
    ticket = open_ticket()
    OutboxMail.objects.all().delete()
    assign_ticket(ticket=ticket, technician=cast.technician, by=cast.operator, at=at)
    assert list(OutboxMail.objects.values_list("to", flat=True)) == ["technician@example.org"]


def test_who_takes_it_themselves_gets_no_mail(cast, open_ticket, at):
    ticket = open_ticket()
    OutboxMail.objects.all().delete()
    assign_ticket(ticket=ticket, technician=cast.technician, by=cast.technician, at=at)
    assert not OutboxMail.objects.exists()


def test_a_client_cannot_assign(cast, open_ticket, at):
    with pytest.raises(ActionRefused):
        assign_ticket(ticket=open_ticket(), technician=cast.technician, by=cast.client, at=at)


def test_nobody_but_a_technician_is_given_a_ticket(cast, open_ticket, at):
    with pytest.raises(ActionRefused, match="Operator"):
        assign_ticket(ticket=open_ticket(), technician=cast.operator, by=cast.manager, at=at)
