"""Close a ticket."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from tickets import lifecycle, notifications
from tickets.actions.announce import end_announcement
from tickets.actions.frame import lock, record
from tickets.choices import EventKind, Status
from tickets.models import Ticket, User
from tickets.permissions import Permission, require


@transaction.atomic
def close_ticket(*, ticket: Ticket, by: User, at: dt.datetime) -> Ticket:
    """A resolved ticket is filed away; its verdicts were given before. Closed twice is closed once.

    The requester is asked how it was.

    Raises ActionRefused where `by` may not, or the ticket is not resolved.
    """
    ledger, at = lock(ticket, at)
    ticket = ledger.ticket
    require(by, Permission.TICKET_CLOSE, ticket)
    if ticket.status == Status.CLOSED:
        return ticket
    lifecycle.check(ticket.status, Status.CLOSED)
    ticket.status = Status.CLOSED
    ticket.closed_at = at
    end_announcement(ledger=ledger, by=by, at=at)
    record(ledger, EventKind.CLOSED, by=by, at=at, old=Status.RESOLVED.label, new=Status.CLOSED.label)
    notifications.closed(ticket, at=at)
    return ticket
