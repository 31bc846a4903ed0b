"""What is said on a ticket: written by the actions that say something."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.files import File
from django.utils.translation import gettext as _

from tickets.actions.attachments import attach
from tickets.actions.frame import required
from tickets.choices import MessageKind, Source
from tickets.models import Contact, Message, Ticket, User
from tickets.permissions import is_of_house


def write_message(
    ticket: Ticket,
    kind: MessageKind,
    body: str,
    *,
    at: dt.datetime,
    attachments: Sequence[File[bytes]] = (),
    **fields: Any,
) -> Message:
    """Add a message with its files. `fields`: author or contact, source, call_seconds, undo, html, quoted.

    Raises ActionRefused where there is no text, or a file does not fit.
    """
    body = required(body, _("There is no text: write what you want to say."))
    message = Message.objects.create(ticket=ticket, kind=kind, body=body, at=at, **fields)
    attach(message, attachments)
    return message


@dataclass(frozen=True)
class Said:
    """What a requester said, and how it reached us; `html` and `quoted` are sanitised.

    `identifier` is the Message-ID of a mail: our answers name it.
    """

    contact: Contact
    body: str
    source: Source
    attachments: Sequence[File[bytes]] = ()
    html: str = ""
    quoted: str = ""
    identifier: str = ""

    def write(self, ticket: Ticket, at: dt.datetime, *, is_intake: bool = False) -> Message:
        """Add it to the ticket; raises ActionRefused as `write_message` does."""
        return write_message(
            ticket,
            MessageKind.REPLY,
            self.body,
            at=at,
            attachments=self.attachments,
            contact=self.contact,
            source=self.source,
            html=self.html,
            quoted=self.quoted,
            identifier=self.identifier,
            is_intake=is_intake,
        )


def requester(by: User) -> Contact | None:
    """The contact in whose name a client or partner writes; None for the house."""
    return None if is_of_house(by) else Contact.objects.filter(user=by).first()


def let_take_back(message: Message) -> None:
    """The reply can be taken back as long as its ticket stays what it has become now."""
    if message.undo is not None:
        message.undo["version"] = Ticket.objects.values_list("version", flat=True).get(pk=message.ticket_id)
        message.save(update_fields=["undo"])
