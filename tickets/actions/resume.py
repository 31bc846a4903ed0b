"""Resume the work on a ticket."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from tickets import lifecycle
from tickets.actions.frame import lock, move, record
from tickets.choices import EventKind, Status
from tickets.models import Ticket, User
from tickets.permissions import Permission, require


@transaction.atomic
def resume_ticket(*, ticket: Ticket, by: User, at: dt.datetime) -> Ticket:
    """The wait, or the appointment, is over: the ticket is in progress and its clocks run. Twice is once.

    Raises ActionRefused where `by` may not, or the ticket is over.
    """
    ledger, at = lock(ticket, at)
    ticket = ledger.ticket
    require(by, Permission.TICKET_RESUME, ticket)
    lifecycle.check_open(ticket.status)
    if ticket.status == Status.IN_PROGRESS:
        return ticket
    old = Status(ticket.status)
    move(ledger, Status.IN_PROGRESS, at)
    record(ledger, EventKind.RESUMED, by=by, at=at, old=old.label, new=Status.IN_PROGRESS.label)
    return ticket
