"""Cancel a ticket."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from tickets import lifecycle, notifications
from tickets.actions.announce import end_announcement
from tickets.actions.frame import lock, record, required
from tickets.actions.message import Said, requester
from tickets.actions.tell import tell_house
from tickets.choices import EventKind, NoticeKind, Source, Status
from tickets.models import Ticket, User
from tickets.permissions import Permission, require


@transaction.atomic
def cancel_ticket(*, ticket: Ticket, reason: str, by: User, at: dt.datetime) -> Ticket:
    """There is nothing to do: running clocks stop without a verdict, and the ticket leaves the counts.

    A client's reason joins the conversation, and the house is told. Raises ActionRefused where `by` may not, the
    ticket is not open, or there is no reason.
    """
    ledger, at = lock(ticket, at)
    ticket = ledger.ticket
    require(by, Permission.TICKET_CANCEL, ticket)
    lifecycle.check(ticket.status, Status.CANCELLED)
    reason = required(reason, _("A cancellation needs a reason: write why there is nothing to do."), limit=200)
    old, ticket.status = Status(ticket.status), Status.CANCELLED
    contact = requester(by)
    message = Said(contact, reason, Source.PORTAL).write(ticket, at) if contact else None
    ledger.cancel(at)
    end_announcement(ledger=ledger, by=by, at=at)
    record(ledger, EventKind.CANCELLED, by=by, at=at, old=old.label, new=Status.CANCELLED.label, reason=reason)
    if message is not None:
        notifications.received(message, at=at)
        tell_house(message=message, kind=NoticeKind.RECEIVED, by=by, at=at)
    return ticket
