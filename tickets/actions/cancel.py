"""Cancel a ticket."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from tickets import lifecycle
from tickets.actions.announce import end_announcement
from tickets.actions.frame import lock, record, required
from tickets.choices import EventKind, Status
from tickets.models import Ticket, User
from tickets.permissions import Permission, require


@transaction.atomic
def cancel_ticket(*, ticket: Ticket, reason: str, by: User, at: dt.datetime) -> Ticket:
    """There is nothing to do: running clocks stop without a verdict, and the ticket leaves the counts.

    Raises ActionRefused where `by` may not, the ticket is not open, or there is no reason.
    """
    ledger, at = lock(ticket, at)
    ticket = ledger.ticket
    require(by, Permission.TICKET_CANCEL, ticket)
    lifecycle.check(ticket.status, Status.CANCELLED)
    reason = required(reason, _("A cancellation needs a reason: write why there is nothing to do."), limit=200)
    old, ticket.status = Status(ticket.status), Status.CANCELLED
    ledger.cancel(at)
    end_announcement(ledger=ledger, by=by, at=at)
    record(ledger, EventKind.CANCELLED, by=by, at=at, old=old.label, new=Status.CANCELLED.label, reason=reason)
    return ticket
