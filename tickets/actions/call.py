"""Log a phone call."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from tickets.actions.frame import lock, record, refuse_merged
from tickets.actions.message import write_message
from tickets.actions.tell import tell_house
from tickets.choices import EventKind, MessageKind, NoticeKind, Source
from tickets.models import Message, Ticket, User
from tickets.permissions import Permission, require
from tickets.refusal import ActionRefused

LONGEST_CALL = 24 * 3600


@transaction.atomic
def log_call(
    *, ticket: Ticket, body: str, with_requester: bool, seconds: int | None, by: User, at: dt.datetime
) -> Message:
    """Write down a call of `seconds`. With the requester it is a first response; with anybody else an internal note.

    Raises ActionRefused where `by` may not, the ticket was merged, there is no text, or the length makes no sense.
    """
    ledger, at = lock(ticket, at)
    ticket = ledger.ticket
    require(by, Permission.TICKET_CALL, ticket)
    refuse_merged(ticket)
    if seconds is not None and not 0 <= seconds <= LONGEST_CALL:
        raise ActionRefused(_("A call lasts from 0 seconds to 24 hours: correct its length."))
    message = write_message(
        ticket,
        MessageKind.CALL if with_requester else MessageKind.NOTE,
        body,
        at=at,
        author=by,
        contact=ticket.contact if with_requester else None,
        source=Source.PHONE,
        call_seconds=seconds,
    )
    if with_requester and by.is_staff_member:
        ledger.respond(at)
    record(ledger, EventKind.CALLED, by=by, at=at, message=message.pk, with_requester=with_requester)
    tell_house(message=message, kind=NoticeKind.REPLIED, by=by, at=at)
    return message
