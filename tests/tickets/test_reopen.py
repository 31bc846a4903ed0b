"""Reopen: it does not work yet (the clocks themselves: test_clocks.py)."""

from __future__ import annotations

import datetime as dt

import pytest

from tickets.actions.assign import assign_ticket
from tickets.actions.cancel import cancel_ticket
from tickets.actions.close import close_ticket
from tickets.actions.merge import merge_ticket
from tickets.actions.reopen import reopen_ticket
from tickets.actions.resolve import resolve_ticket
from tickets.choices import EventKind, Status
from tickets.models import Event, OutboxMail, Ticket
from tickets.refusal import ActionRefused

HOUR = dt.timedelta(hours=1)


@pytest.fixture
def reopen(cast, at):
    def reopened(ticket, reason="Toujours en panne"):
        return reopen_ticket(ticket=ticket, reason=reason, by=cast.operator, at=at + HOUR)

    return reopened


@pytest.fixture
def end(cast, at):
    """`end(ticket, status)`: the ticket is over, in one of the three ways from which it may come back."""

    def ended(ticket, status):
        if status == Status.CANCELLED:
            return cancel_ticket(ticket=ticket, reason="Doublon", by=cast.operator, at=at)
        resolve_ticket(ticket=ticket, solution="Fait.", by=cast.technician, at=at)
        return close_ticket(ticket=ticket, by=cast.operator, at=at) if status == Status.CLOSED else ticket

    return ended


@pytest.mark.parametrize("status", [Status.RESOLVED, Status.CLOSED, Status.CANCELLED])
def test_what_is_over_comes_back_with_a_deadline(open_ticket, end, reopen, status):
    ticket = reopen(end(open_ticket(), status))
    assert (ticket.status, ticket.resolved_at, ticket.closed_at) == (Status.ASSIGNED, None, None)
    assert ticket.next_due_at is not None


def test_without_a_technician_it_is_new_again(open_ticket, end, reopen):
    ticket = end(open_ticket(), Status.RESOLVED)
    Ticket.objects.filter(pk=ticket.pk).update(technician=None)
    assert reopen(ticket).status == Status.NEW


def test_history_says_why(open_ticket, end, reopen):
    reopen(end(open_ticket(), Status.CLOSED))
    event = Event.objects.get(kind=EventKind.REOPENED)
    assert (event.old, event.new) == (Status.CLOSED.label, Status.ASSIGNED.label)
    assert event.data == {"reason": "Toujours en panne"}


def test_the_technician_is_told(cast, open_ticket, end, reopen, at):
    ticket = assign_ticket(ticket=open_ticket(), technician=cast.technician, by=cast.operator, at=at)
    end(ticket, Status.RESOLVED)
    OutboxMail.objects.all().delete()
    reopen(ticket)
    assert [mail.to for mail in OutboxMail.objects.all()] == ["technician@example.org"]


def test_a_reopening_needs_a_reason(open_ticket, end, reopen):
    with pytest.raises(ActionRefused):
        reopen(end(open_ticket(), Status.RESOLVED), reason="")


def test_an_open_ticket_is_not_reopened(open_ticket, reopen):
    with pytest.raises(ActionRefused):
        reopen(open_ticket())


def test_a_merged_ticket_does_not_come_back(cast, open_ticket, reopen, at):
    ticket = merge_ticket(ticket=open_ticket(), into=open_ticket(), by=cast.operator, at=at)
    with pytest.raises(ActionRefused):
        reopen(ticket)
