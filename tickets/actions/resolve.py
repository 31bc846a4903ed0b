"""Resolve a ticket."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from tickets import lifecycle, notifications
from tickets.actions.frame import lock, record, required
from tickets.actions.message import write_message
from tickets.choices import EventKind, MessageKind, Status
from tickets.models import Ticket, User
from tickets.permissions import Permission, require


@transaction.atomic
def resolve_ticket(*, ticket: Ticket, solution: str, by: User, at: dt.datetime) -> Ticket:
    """The work is done: both clocks are judged, a pause ends, and the requester is told the solution.

    Where nobody had answered before, this is the first response. Raises ActionRefused where `by` may not, the
    ticket is not open, or no solution is given.
    """
    ledger, at = lock(ticket, at)
    ticket = ledger.ticket
    require(by, Permission.TICKET_RESOLVE, ticket)
    lifecycle.check(ticket.status, Status.RESOLVED)
    solution = required(solution, _("There is no solution: write what was done, for the requester to read."))
    old, ticket.status = Status(ticket.status), Status.RESOLVED
    ticket.resolved_at = at
    ledger.resolve(at)
    message = write_message(ticket, MessageKind.REPLY, solution, at=at, author=by, contact=ticket.contact)
    record(ledger, EventKind.RESOLVED, by=by, at=at, old=old.label, new=Status.RESOLVED.label, message=message.pk)
    notifications.resolved(message, at=at)
    return ticket
