"""What was said and done on a ticket, in the order of time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from helpdesk.templatetags.markdown import markdown
from tickets.choices import EventKind, MessageKind
from tickets.models import Event, Message, Ticket, User
from tickets.permissions import Permission, allows, visible_messages

Entry = dict[str, Any]
E = EventKind

# Told by the message itself.
_SAID = {E.REPLIED, E.NOTED, E.CALLED}
# What the requester may know of our work; the rest is said inside the house.
_PUBLIC = {E.OPENED, E.TAKEN, E.RESOLVED, E.CLOSED, E.REOPENED, E.CANCELLED, E.MERGED}
# A run of these is folded into one line.
_FOLDED = {E.ASSIGNED, E.ROUTED, E.PRIORITY_CHANGED, E.RECLASSIFIED, E.LINKED, E.TIME_LOGGED, E.REPLANNED}
_ICONS = {
    E.OPENED: "plus",
    E.ASSIGNED: "user-plus",
    E.TAKEN: "user-check",
    E.ROUTED: "arrow-right-left",
    E.WAITED: "circle-pause",
    E.RESUMED: "circle-play",
    E.SCHEDULED: "calendar",
    E.PRIORITY_CHANGED: "gauge",
    E.RECLASSIFIED: "tag",
    E.RESOLVED: "circle-check",
    E.CLOSED: "circle-check-big",
    E.REOPENED: "rotate-ccw",
    E.CANCELLED: "circle-x",
    E.MERGED: "merge",
    E.LINKED: "link",
    E.TIME_LOGGED: "timer",
    E.ESCALATED: "siren",
    E.ACKNOWLEDGED: "user-check",
}
# Between two statuses the verb says it all; the others name what they changed.
_NAMED = {E.ASSIGNED, E.ROUTED, E.MERGED, E.LINKED}
_SPECIFIED = {E.ACKNOWLEDGED, E.TIME_LOGGED}
_CHANGED = {E.PRIORITY_CHANGED, E.RECLASSIFIED}


def conversation(ticket: Ticket, user: User) -> list[Entry]:
    """Messages and events that `user` may read, oldest first, as templates/tickets/conversation.html takes them."""
    of_house = allows(user, Permission.NOTE_VIEW)
    said = visible_messages(user).filter(ticket=ticket).select_related("author", "contact")
    done = ticket.events.select_related("by").exclude(kind__in=_SAID)
    if not of_house:
        done = done.filter(kind__in=_PUBLIC)
    entries = [_message(message) for message in said.prefetch_related("attachments")]
    entries += [_event(event, with_details=of_house) for event in done]
    return _fold(sorted(entries, key=lambda entry: (entry["at"], not entry.get("is_first"))))


def _message(message: Message) -> Entry:
    is_client = message.author is None or (message.is_intake and message.contact is not None)
    author = message.contact if is_client else message.author
    return {
        "kind": "mail" if message.author is None else str(message.kind),
        "author": str(author),
        "is_client": is_client,
        "channel": _channel(message),
        "at": message.at,
        "body": markdown(message.body),
        "id": f"message-{message.pk}",
        "attachments": [
            {"name": file.name, "size": file.size, "url": reverse("attachment", args=[file.pk])}
            for file in message.attachments.all()
        ],
    }


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


def _event(event: Event, *, with_details: bool) -> Entry:
    kind = EventKind(event.kind)
    return {
        "kind": "event",
        "is_first": kind == E.OPENED,
        "is_folded": kind in _FOLDED,
        "icon": _ICONS.get(kind, "circle-dot"),
        "tone": "overdue" if kind == E.ESCALATED else "",
        "text": _sentence(event, kind, with_details),
        "at": event.at,
    }


def _sentence(event: Event, kind: EventKind, with_details: bool) -> SafeString:
    told = format_html("<b>{}</b> {}", event.by, kind.label)
    if not with_details:
        # The number alone: the title may be of a ticket that the reader does not see.
        return format_html("{} {}", told, event.data["number"]) if kind == E.MERGED else told
    if kind in _NAMED and event.new:
        told = format_html("{} <b>{}</b>", told, event.new)
    elif kind == E.ESCALATED:
        told = format_html("{} → <b>{}</b>", told, event.new)
    elif kind in _SPECIFIED and event.new:
        told = format_html("{}{} <b>{}</b>", told, _(":"), event.new)
    elif kind in _CHANGED:
        told = format_html("{}{} {} → <b>{}</b>", told, _(":"), event.old or "—", event.new or "—")
    minutes, reason = event.data.get("minutes"), event.data.get("reason")
    if minutes:
        told = format_html("{}, {} min", told, minutes)
    return format_html("{}{} {}", told, _(":"), reason) if reason else told


def _fold(entries: Sequence[Entry]) -> list[Entry]:
    """Two or more changes of fields in a row become one entry that holds them."""
    folded: list[Entry] = []
    for entry in entries:
        last = folded[-1] if folded else {}
        if entry.get("is_folded") and last.get("kind") == "fold":
            last["entries"].append(entry)
            last["until"] = entry["at"]
        elif entry.get("is_folded"):
            folded.append({"kind": "fold", "entries": [entry], "at": entry["at"], "until": entry["at"]})
        else:
            folded.append(entry)
    return [each["entries"][0] if _is_single(each) else each for each in folded]


def _is_single(entry: Entry) -> bool:
    return entry["kind"] == "fold" and len(entry["entries"]) == 1
