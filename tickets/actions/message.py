"""What is said on a ticket: written by the actions that say something."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.core.files import File
from django.utils.translation import gettext as _

from tickets.actions.attachments import attach
from tickets.actions.frame import required
from tickets.choices import MessageKind
from tickets.models import Message, Ticket


def write_message(
    ticket: Ticket,
    kind: MessageKind,
    body: str,
    *,
    at: dt.datetime,
    attachments: Sequence[File[bytes]] = (),
    **fields: Any,
) -> Message:
    """Add a message with its files. `fields`: author or contact, source, call_seconds, undo.

    Raises ActionRefused where there is no text, or a file does not fit.
    """
    body = required(body, _("There is no text: write what you want to say."))
    message = Message.objects.create(ticket=ticket, kind=kind, body=body, at=at, **fields)
    attach(message, attachments)
    return message


def let_take_back(message: Message) -> None:
    """The reply can be taken back as long as its ticket stays what it has become now."""
    if message.undo is not None:
        message.undo["version"] = Ticket.objects.values_list("version", flat=True).get(pk=message.ticket_id)
        message.save(update_fields=["undo"])
