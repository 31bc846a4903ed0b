"""Write an internal note."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.core.files import File
from django.db import transaction

from tickets.actions.frame import lock, record, refuse_merged
from tickets.actions.message import write_message
from tickets.actions.tell import tell_house
from tickets.choices import EventKind, MessageKind, NoticeKind
from tickets.models import Message, Ticket, User
from tickets.permissions import Permission, require


@transaction.atomic
def add_note(
    *, ticket: Ticket, body: str, attachments: Sequence[File[bytes]] = (), by: User, at: dt.datetime
) -> Message:
    """Write what never leaves the house; it answers nobody and moves no clock. Who is named in it is told.

    Raises ActionRefused where `by` may not, the ticket was merged, or there is no text or an unfit file.
    """
    ledger, at = lock(ticket, at)
    require(by, Permission.TICKET_NOTE, ledger.ticket)
    refuse_merged(ledger.ticket)
    message = write_message(ledger.ticket, MessageKind.NOTE, body, at=at, attachments=attachments, author=by)
    record(ledger, EventKind.NOTED, by=by, at=at, message=message.pk)
    tell_house(message=message, kind=NoticeKind.REPLIED, by=by, at=at)
    return message
