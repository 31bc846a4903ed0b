"""Announce a known incident, and end the announcement."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from tickets import lifecycle
from tickets.actions.frame import lock, record
from tickets.choices import EventKind
from tickets.clocks import Ledger
from tickets.models import Ticket, User
from tickets.permissions import Permission, require


@transaction.atomic
def announce_incident(*, ticket: Ticket, by: User, at: dt.datetime) -> Ticket:
    """Many will call about this one (ITIL: a major incident): who does is attached to it as one more affected client.

    No clock moves. Announced twice is announced once. Raises ActionRefused where `by` may not, or the ticket is over.
    """
    ledger, at = lock(ticket, at)
    ticket = ledger.ticket
    require(by, Permission.TICKET_ANNOUNCE, ticket)
    lifecycle.check_open(ticket.status)
    if not ticket.is_announced:
        ticket.is_announced = True
        record(ledger, EventKind.ANNOUNCED, by=by, at=at)
    return ticket


@transaction.atomic
def unannounce_incident(*, ticket: Ticket, by: User, at: dt.datetime) -> Ticket:
    """Nobody else is affected any more; what was attached stays linked. Raises ActionRefused where `by` may not."""
    ledger, at = lock(ticket, at)
    require(by, Permission.TICKET_ANNOUNCE, ledger.ticket)
    end_announcement(ledger=ledger, by=by, at=at)
    return ledger.ticket


def end_announcement(*, ledger: Ledger, by: User, at: dt.datetime) -> None:
    """What is over is no known incident in progress; the locked ticket's history says since when."""
    if ledger.ticket.is_announced:
        ledger.ticket.is_announced = False
        record(ledger, EventKind.UNANNOUNCED, by=by, at=at)
