"""Resolve a ticket."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext as _

from tickets import lifecycle, notifications
from tickets.actions.announce import end_announcement
from tickets.actions.frame import lock, record, required
from tickets.actions.message import let_take_back, write_message
from tickets.actions.tell import tell_house
from tickets.choices import EventKind, MessageKind, NoticeKind, Status
from tickets.models import Ticket, User
from tickets.permissions import Permission, require
from tickets.undoing import found


@transaction.atomic
def resolve_ticket(
    *, ticket: Ticket, solution: str, attachments: Sequence[File[bytes]] = (), by: User, at: dt.datetime
) -> Ticket:
    """The work is done: both clocks are judged, a pause ends, and the requester is told the solution.

    Where nobody had answered before, this is the first response. The solution leaves ten seconds later, and
    taking it back takes the resolution back. Raises ActionRefused where `by` may not, the
    ticket is not open, or no solution is given.
    """
    ledger, at = lock(ticket, at)
    ticket = ledger.ticket
    require(by, Permission.TICKET_RESOLVE, ticket)
    lifecycle.check(ticket.status, Status.RESOLVED)
    solution = required(solution, _("There is no solution: write what was done, for the requester to read."))
    before = found(ledger) if by.is_staff_member else None
    old, ticket.status = Status(ticket.status), Status.RESOLVED
    ticket.resolved_at = at
    ledger.resolve(at)
    end_announcement(ledger=ledger, by=by, at=at)
    said = {"author": by, "contact": ticket.contact, "undo": before}
    message = write_message(ticket, MessageKind.REPLY, solution, at=at, attachments=attachments, **said)
    record(ledger, EventKind.RESOLVED, by=by, at=at, old=old.label, new=Status.RESOLVED.label, message=message.pk)
    let_take_back(message)
    notifications.resolved(message, at=at)
    tell_house(message=message, kind=NoticeKind.RESOLVED, by=by, at=at)
    return ticket
