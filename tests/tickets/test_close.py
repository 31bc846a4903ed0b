"""Close: a resolved ticket is filed away."""

from __future__ import annotations

import datetime as dt

import pytest

from tickets.actions.close import close_ticket
from tickets.actions.resolve import resolve_ticket
from tickets.choices import EventKind, Status
from tickets.models import Event, OutboxMail
from tickets.refusal import ActionRefused

DAY = dt.timedelta(days=1)


@pytest.fixture
def resolved(cast, open_ticket, at):
    return resolve_ticket(ticket=open_ticket(), solution="Fait.", by=cast.technician, at=at)


def test_closing_changes_no_verdict_and_asks_the_requester_how_it_was(cast, resolved, at):
    clocks = list(resolved.clocks.values())
    OutboxMail.objects.all().delete()
    ticket = close_ticket(ticket=resolved, by=cast.operator, at=at + DAY)
    assert (ticket.status, ticket.closed_at, ticket.resolved_at) == (Status.CLOSED, at + DAY, at)
    assert list(ticket.clocks.values()) == clocks
    assert [(mail.kind, mail.to) for mail in OutboxMail.objects.all()] == [("closed", "nadia@client.example.org")]


def test_closed_twice_is_closed_once(cast, resolved, at):
    for days in (1, 2):
        close_ticket(ticket=resolved, by=cast.operator, at=at + days * DAY)
    resolved.refresh_from_db()
    assert (resolved.closed_at, Event.objects.filter(kind=EventKind.CLOSED).count()) == (at + DAY, 1)


def test_only_a_resolved_ticket_is_closed(cast, open_ticket, at):
    with pytest.raises(ActionRefused):
        close_ticket(ticket=open_ticket(), by=cast.operator, at=at)
