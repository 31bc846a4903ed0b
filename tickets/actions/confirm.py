"""Confirm: the requester says that it is solved."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext as _

from tickets import lifecycle, notifications
from tickets.actions.announce import end_announcement
from tickets.actions.close import close_ticket
from tickets.actions.frame import lock, record
from tickets.actions.message import Said, requester
from tickets.actions.tell import tell_house
from tickets.choices import EventKind, NoticeKind, Source, Status
from tickets.clocks import Ledger
from tickets.models import Message, Ticket, User
from tickets.permissions import Permission, require
from tickets.refusal import ActionRefused


@transaction.atomic
def confirm_solved(
    *, ticket: Ticket, body: str = "", attachments: Sequence[File[bytes]] = (), by: User, at: dt.datetime
) -> Ticket:
    """What we said is solved is closed; what is still open is resolved first, in the requester's name.

    Both clocks are judged at that instant, as by any resolution: what was late stays late. Their words join the
    conversation, and the house is told of an open ticket that ends. Raises ActionRefused where `by` may not or is
    of the house, the ticket is cancelled or merged, or a file does not fit.
    """
    ledger, at = lock(ticket, at)
    ticket = ledger.ticket
    require(by, Permission.TICKET_CLOSE, ticket)
    contact = requester(by)
    if contact is None:
        raise ActionRefused(_("The requester alone says so: resolve the ticket, or close what is resolved."))
    said = body.strip() or (_("It is solved, thank you.") if ticket.is_open else "")
    message = Said(contact, said, Source.PORTAL, attachments).write(ticket, at) if said else None
    if ticket.is_open and message is not None:
        _resolve(ledger, message, by, at)
    if message is not None:
        notifications.received(message, at=at)
        tell_house(message=message, kind=NoticeKind.RECEIVED, by=by, at=at)
    return close_ticket(ticket=ticket, by=by, at=at)


def _resolve(ledger: Ledger, message: Message, by: User, at: dt.datetime) -> None:
    ticket = ledger.ticket
    lifecycle.check(ticket.status, Status.RESOLVED)
    old, ticket.status = Status(ticket.status), Status.RESOLVED
    ticket.resolved_at = at
    ledger.resolve(at)
    end_announcement(ledger=ledger, by=by, at=at)
    record(ledger, EventKind.RESOLVED, by=by, at=at, old=old.label, new=Status.RESOLVED.label, message=message.pk)
