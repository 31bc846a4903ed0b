"""Reopen a ticket."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext as _

from tickets import lifecycle, notifications
from tickets.actions.frame import lock, record, required
from tickets.actions.message import Said, requester
from tickets.choices import EventKind, Source, Status
from tickets.models import Ticket, User
from tickets.permissions import Permission, is_of_house, require
from tickets.refusal import ActionRefused
from tickets.reopening import is_within_window

LONGEST_REASON = 200
LONGEST_MESSAGE = 20_000


@transaction.atomic
def reopen_ticket(
    *, ticket: Ticket, reason: str, attachments: Sequence[File[bytes]] = (), by: User, at: dt.datetime
) -> Ticket:
    """A resolved, closed or cancelled ticket is worked on again; the verdicts that were given stay.

    The next cycle of the resolution clock starts: within the policy's window with the time already used, later
    afresh. A client reopens within that window alone, and their reason, with its files, joins the conversation.
    Raises ActionRefused where `by` may not, the ticket is open or merged, there is no reason, or for a client the
    window is over.
    """
    ledger, at = lock(ticket, at)
    ticket = ledger.ticket
    require(by, Permission.TICKET_REOPEN, ticket)
    lifecycle.check_over(ticket.status)
    status = Status.ASSIGNED if ticket.technician else Status.NEW
    lifecycle.check(ticket.status, status)
    _refuse_late(ticket, by, at)
    contact = requester(by)
    longest = LONGEST_MESSAGE if contact else LONGEST_REASON
    reason = required(reason, _("A reopening needs a reason: write what does not work yet."), limit=longest)
    old, ticket.status = Status(ticket.status), status
    ticket.resolved_at = ticket.closed_at = None
    ledger.reopen(at)
    if contact is not None:
        Said(contact, reason, Source.PORTAL, attachments).write(ticket, at)
    reason = reason[:LONGEST_REASON]
    record(ledger, EventKind.REOPENED, by=by, at=at, old=old.label, new=status.label, reason=reason)
    notifications.reopened(ticket, reason, by=by, at=at)
    return ticket


def _refuse_late(ticket: Ticket, by: User, at: dt.datetime) -> None:
    if not is_of_house(by) and not is_within_window(ticket, at):
        raise ActionRefused(
            _("Ticket %(number)s was done too long ago to be reopened: ask anew, and name it in your request.")
            % {"number": ticket.number}
        )
