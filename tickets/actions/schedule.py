"""Schedule the work on a ticket."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from tickets import lifecycle
from tickets.actions.frame import lock, move, record
from tickets.choices import EventKind, Status
from tickets.models import Ticket, User
from tickets.permissions import Permission, require


@transaction.atomic
def schedule_ticket(*, ticket: Ticket, by: User, at: dt.datetime) -> Ticket:
    """The work has an appointment. The clocks run: a date agreed upon is no pause. Twice is once.

    Raises ActionRefused where `by` may not, or the ticket is over.
    """
    ledger, at = lock(ticket, at)
    ticket = ledger.ticket
    require(by, Permission.TICKET_SCHEDULE, ticket)
    lifecycle.check_open(ticket.status)
    if ticket.status == Status.SCHEDULED:
        return ticket
    old = Status(ticket.status)
    move(ledger, Status.SCHEDULED, at)
    record(ledger, EventKind.SCHEDULED, by=by, at=at, old=old.label, new=Status.SCHEDULED.label)
    return ticket
