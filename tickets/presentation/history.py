"""What was done to a ticket, as lines of its conversation; changes of fields in a row are one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from tickets.choices import EventKind
from tickets.models import Event
from tickets.presentation import history_visits
from tickets.presentation.history_visits import visit_sentence

Entry = dict[str, Any]
E = EventKind

# Told by the message itself.
SAID = (E.REPLIED, E.NOTED, E.CALLED)
# What the requester may know of our work; the rest is said inside the house.
PUBLIC_EVENTS = {
    E.OPENED,
    E.TAKEN,
    E.RESOLVED,
    E.CLOSED,
    E.REOPENED,
    E.CANCELLED,
    E.MERGED,
    *history_visits.PUBLIC,
}
# A run of these is folded into one line.
_FOLDED = {
    E.ASSIGNED,
    E.ROUTED,
    E.PRIORITY_CHANGED,
    E.RECLASSIFIED,
    E.LINKED,
    E.UNLINKED,
    E.TIME_LOGGED,
    E.TIME_CORRECTED,
    E.REPLANNED,
    E.REWORDED,
    E.MOVED_ACCOUNT,
    E.COPIED,
}
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
    E.UNLINKED: "unlink",
    E.TIME_LOGGED: "timer",
    E.TIME_CORRECTED: "timer",
    E.REPLANNED: "calendar-sync",
    E.WITHDRAWN: "undo-2",
    E.REWORDED: "pencil",
    E.MOVED_ACCOUNT: "building-2",
    E.ANNOUNCED: "megaphone",
    E.UNANNOUNCED: "megaphone-off",
    E.COPIED: "copy",
    E.ESCALATED: "siren",
    E.ACKNOWLEDGED: "user-check",
    E.RATED: "star",
    **history_visits.ICONS,
}
# Between two statuses the verb says it all; the others name what they changed.
_NAMED = {E.ASSIGNED, E.ROUTED, E.MERGED, E.LINKED, E.UNLINKED, E.MOVED_ACCOUNT, E.COPIED}
_SPECIFIED = {E.ACKNOWLEDGED, E.TIME_LOGGED, E.RATED}
_CHANGED = {E.PRIORITY_CHANGED, E.RECLASSIFIED, E.REWORDED, E.TIME_CORRECTED, E.WITHDRAWN}


def event_entry(event: Event, *, with_details: bool) -> Entry:
    """One line of the conversation; without details for who is not of the house."""
    kind = EventKind(event.kind)
    return {
        "kind": "event",
        "is_first": kind == E.OPENED,
        "is_folded": kind in _FOLDED,
        "icon": _ICONS.get(kind, "circle-dot"),
        "tone": "overdue" if kind == E.ESCALATED else "",
        "text": _text(event, kind, with_details=with_details),
        "at": event.at,
    }


def _text(event: Event, kind: EventKind, *, with_details: bool) -> SafeString:
    if kind in history_visits.ICONS:
        return visit_sentence(event, with_details=with_details)
    return _sentence(event, kind, with_details)


def _sentence(event: Event, kind: EventKind, with_details: bool) -> SafeString:
    # By the link of a mail it is the client who answers, whoever files it.
    who = event.data.get("contact", event.by) if kind == E.RATED else event.by
    told = format_html("<b>{}</b> {}", who, _did(event, kind))
    if not with_details:
        # The number alone: the title may be of a ticket that the reader does not see.
        return format_html("{} {}", told, event.data["number"]) if kind == E.MERGED else told
    if kind in _NAMED and (event.new or event.old):
        told = format_html("{} <b>{}</b>", told, event.new or event.old)
    elif kind == E.ESCALATED:
        told = format_html("{} → <b>{}</b>", told, event.new)
        if caller := event.data.get("asked_by"):
            told = format_html("{}, {}", told, _("asked for by %(name)s") % {"name": caller})
    elif kind in _SPECIFIED and event.new:
        told = format_html("{}{} <b>{}</b>", told, _(":"), event.new)
    elif kind in _CHANGED and (event.old or event.new):
        told = format_html("{}{} {} → <b>{}</b>", told, _(":"), event.old or "—", event.new or "—")
    minutes, reason = event.data.get("minutes"), event.data.get("reason")
    if minutes:
        told = format_html("{}, {} min", told, minutes)
    return format_html("{}{} {}", told, _(":"), reason) if reason else told


def _did(event: Event, kind: EventKind) -> str:
    """The verb, as it leads to what it names."""
    if kind == E.UNLINKED:
        return _("took away the link to")
    if kind == E.COPIED:
        return _("sends copies to") if event.new else _("sends no more copies to")
    return str(kind.label)


def fold(entries: Sequence[Entry]) -> list[Entry]:
    """Two or more changes of fields in a row become one entry that holds them."""
    folded: list[Entry] = []
    for entry in entries:
        last = folded[-1] if folded else {}
        if entry.get("is_folded") and last.get("kind") == "fold":
            last["entries"].append(entry)
            last["until"], last["latest"] = entry["at"], entry["text"]
        elif entry.get("is_folded"):
            folded.append({"kind": "fold", "entries": [entry], "at": entry["at"], "until": entry["at"]})
        else:
            folded.append(entry)
    return [each["entries"][0] if _is_single(each) else each for each in folded]


def _is_single(entry: Entry) -> bool:
    return entry["kind"] == "fold" and len(entry["entries"]) == 1
