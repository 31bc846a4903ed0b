"""What was said and done on a ticket, in the order of time."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.urls import reverse
from django.utils.translation import gettext as _

from helpdesk.templatetags.markdown import markdown
from tickets.choices import EventKind, MessageKind
from tickets.joined import Joined
from tickets.models import Event, Message, Ticket, User
from tickets.permissions import Permission, allows, visible_messages
from tickets.presentation.history import PUBLIC_EVENTS, SAID, Entry, event_entry, fold
from tickets.presentation.mail_html import Pictures
from tickets.undoing import UNDO

_FILES = """(SELECT json_agg(json_build_array(id, name, size, is_picture, content_id) ORDER BY id)
    FROM tickets_attachment WHERE message_id = it.id)"""
# Of who said or did it, the name is enough.
_NAME = {"author": ["name"], "contact": ["name"], "by": ["name"]}
_MESSAGES = Joined(Message, "author", "contact", only=_NAME, also={"files": _FILES})
_EVENTS = Joined(Event, "by", only=_NAME)
_TOLD = {kind.value for kind in EventKind} - {kind.value for kind in SAID}


class File(NamedTuple):
    """A file of a message."""

    pk: int
    name: str
    size: int
    is_picture: bool
    content_id: str


@dataclass(frozen=True)
class Reading:
    """Who reads which ticket when; `names` are those of the house, empty for who is not of it."""

    ticket: Ticket
    user: User
    at: dt.datetime
    names: Sequence[str]


def conversation(
    ticket: Ticket, user: User, at: dt.datetime, *, names: Sequence[str] | None = None, show: str = ""
) -> dict[str, Any]:
    """What templates/tickets/conversation.html takes: what `user` may read, oldest first, and filters for the house.

    `names` are those of the house, where they were read already. `show` is "client" for what the client reads, too,
    or "internal" for notes and history; else all of it.
    """
    of_house = allows(user, Permission.NOTE_VIEW)
    known = staff_names() if of_house and names is None else names
    reading = Reading(ticket, user, at, known or [])
    said = [_message(message, reading) for message in _messages(ticket, user, of_house)]
    done = [event_entry(event, with_details=of_house) for event in _events(ticket, of_house)]
    shown = sorted([*said, *done], key=lambda entry: (entry["at"], not entry.get("is_first")))
    wanted = FILTERS.get(show, _all) if of_house else _all
    return {
        "conversation": fold([entry for entry in shown if wanted(entry)]),
        "conversation_tabs": _tabs(said, show) if of_house else [],
    }


def staff_names() -> list[str]:
    """The names that a message may mention."""
    return list(User.objects.of_the_house().values_list("name", flat=True))


def _all(entry: Entry) -> bool:
    return True


def _is_with_the_client(entry: Entry) -> bool:
    return entry["kind"] not in ("event", "note") and not entry["is_withdrawn"]


def _is_internal(entry: Entry) -> bool:
    return not _is_with_the_client(entry)


FILTERS: dict[str, Callable[[Entry], bool]] = {"client": _is_with_the_client, "internal": _is_internal}


def _tabs(said: Sequence[Entry], show: str) -> list[dict[str, Any]]:
    """The filters as links; each counts its messages."""
    labels = {"": (_("All"), _all), "client": (_("With the client"), _is_with_the_client)}
    labels["internal"] = (_("Internal"), _is_internal)
    chosen = show if show in FILTERS else ""
    return [
        {
            "label": label,
            "url": f"?show={name}" if name else "?",
            "count": sum(map(counts, said)),
            "current": name == chosen,
        }
        for name, (label, counts) in labels.items()
    ]


def _messages(ticket: Ticket, user: User, of_house: bool) -> list[Message]:
    if of_house:
        return _MESSAGES.rows("WHERE it.ticket_id = %(number)s ORDER BY it.at, it.id", {"number": ticket.pk})
    seen = [*visible_messages(user).filter(ticket=ticket).values_list("pk", flat=True)]
    return _MESSAGES.rows("WHERE it.id = ANY(%(seen)s) ORDER BY it.at, it.id", {"seen": seen})


def _events(ticket: Ticket, of_house: bool) -> list[Event]:
    told = _TOLD if of_house else PUBLIC_EVENTS
    of_it = "WHERE it.ticket_id = %(number)s AND it.kind = ANY(%(told)s) ORDER BY it.at, it.id"
    done = _EVENTS.rows(of_it, {"number": ticket.pk, "told": sorted(told)})
    if of_house:
        return done
    # A solution taken back before it left resolved nothing.
    undone = {*ticket.messages.filter(withdrawn_at__isnull=False).values_list("pk", flat=True)}
    return [event for event in done if event.kind != EventKind.RESOLVED or event.data.get("message") not in undone]


def _message(message: Message, reading: Reading) -> Entry:
    is_client = message.author is None or (message.is_intake and message.contact is not None)
    author = message.contact if is_client else message.author
    files = [File(*values) for values in message.files or ()]  # type: ignore[attr-defined]
    pictures = _pictures(files)
    body = pictures.put_into(message.html) if message.html else markdown(message.body, reading.names)
    quoted = pictures.put_into(message.quoted)
    return {
        "kind": "mail" if message.author is None else str(message.kind),
        "author": str(author),
        "is_client": is_client,
        "is_withdrawn": message.withdrawn_at is not None,
        "channel": _channel(message),
        "at": message.at,
        "body": body,
        "quoted": quoted,
        "id": f"message-{message.pk}",
        "attachments": [
            {
                "name": file.name,
                "size": file.size,
                "url": reverse("attachment", args=[file.pk]),
                "is_picture": file.is_picture,
            }
            for file in files
            if file.content_id not in pictures.shown
        ],
        "leaving": _leaving(message, reading),
    }


def _pictures(files: Sequence[File]) -> Pictures:
    return Pictures(
        {
            file.content_id: reverse("attachment", args=[file.pk])
            for file in files
            if file.content_id and file.is_picture
        }
    )


def _leaving(message: Message, reading: Reading) -> Entry | None:
    """How the reader takes back what they have just sent; None for all else."""
    left = message.at + UNDO - reading.at
    can_undo = message.withdrawn_at is None and message.author_id == reading.user.pk and left > dt.timedelta(0)
    if not can_undo or message.undo is None or message.undo["version"] != reading.ticket.version:
        return None
    url = reverse("ticket_withdraw", args=[reading.ticket.number])
    return {"url": url, "message": message.pk, "seconds": math.ceil(left.total_seconds())}


def _channel(message: Message) -> str:
    """How it was said, where the kind alone does not say so."""
    if message.kind == MessageKind.CALL or message.call_seconds is not None:
        return _call(message)
    return message.get_source_display() if message.author is None else ""


def _call(message: Message) -> str:
    words = _("Call received by %(name)s") if message.is_intake else _("Call by %(name)s")
    if message.kind == MessageKind.NOTE:
        words = _("Call by %(name)s, internal note, invisible to the client")
    said = words % {"name": message.author}
    return said if message.call_seconds is None else f"{said}, {max(message.call_seconds // 60, 1)} min"
