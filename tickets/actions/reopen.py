"""Reopen a ticket."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from tickets import lifecycle, notifications
from tickets.actions.frame import lock, record, required
from tickets.choices import EventKind, Status
from tickets.models import Ticket, User
from tickets.permissions import Permission, require


@transaction.atomic
def reopen_ticket(*, ticket: Ticket, reason: str, by: User, at: dt.datetime) -> Ticket:
    """A resolved, closed or cancelled ticket is worked on again; the verdicts that were given stay.

    The next cycle of the resolution clock starts: within the policy's window with the time already used, later
    afresh. Raises ActionRefused where `by` may not, the ticket is open or merged, or there is no reason.
    """
    ledger, at = lock(ticket, at)
    ticket = ledger.ticket
    require(by, Permission.TICKET_REOPEN, ticket)
    lifecycle.check_over(ticket.status)
    status = Status.ASSIGNED if ticket.technician else Status.NEW
    lifecycle.check(ticket.status, status)
    reason = required(reason, _("A reopening needs a reason: write what does not work yet."), limit=200)
    old, ticket.status = Status(ticket.status), status
    ticket.resolved_at = ticket.closed_at = None
    ledger.reopen(at)
    record(ledger, EventKind.REOPENED, by=by, at=at, old=old.label, new=status.label, reason=reason)
    notifications.reopened(ticket, reason, by=by, at=at)
    return ticket
