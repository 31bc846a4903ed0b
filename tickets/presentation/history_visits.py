"""What was done about a visit and its slip, as a line of the conversation."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from helpdesk.templatetags.moments import clock_time
from interventions.presentation.words import span_words
from tickets.choices import EventKind
from tickets.models import Event
from tickets.spans import Span

E = EventKind

ICONS = {
    E.VISIT_PLANNED: "route",
    E.VISIT_MOVED: "route",
    E.VISIT_CANCELLED: "circle-x",
    E.VISIT_STARTED: "map-pin",
    E.VISIT_DONE: "map-pin-check",
    E.SLIP_SIGNED: "pen-line",
    E.SLIP_UNSIGNED: "file-x",
    E.SLIP_CORRECTED: "file-pen-line",
}
# What a client is told by mail as well.
PUBLIC = {E.VISIT_PLANNED, E.VISIT_MOVED, E.VISIT_CANCELLED, E.SLIP_SIGNED}
# Of these, `new` is the reason; of the others, who comes, or the number of the slip.
_REASONED = {E.VISIT_CANCELLED, E.SLIP_UNSIGNED, E.SLIP_CORRECTED}


def visit_sentence(event: Event, *, with_details: bool) -> SafeString:
    """Who did what, and of which visit; for the house with the way to the visit or the slip."""
    kind = EventKind(event.kind)
    # On site it is written down by who came: the client signed.
    who = event.new if kind == E.SLIP_SIGNED else event.by
    told = format_html("<b>{}</b> {}{} {}", who, _did(event, kind), _(":"), _what(event, kind, with_links=with_details))
    if kind in (E.VISIT_PLANNED, E.VISIT_MOVED) and event.new:
        told = format_html("{}, {}", told, event.new)
    if kind in _REASONED and event.new:
        told = format_html("{} ({})", told, event.new)
    return told


def _did(event: Event, kind: EventKind) -> str:
    if kind == E.VISIT_MOVED and "before" not in event.data:
        return _("changed what is agreed about the intervention")
    return str(kind.label)


def _what(event: Event, kind: EventKind, *, with_links: bool) -> SafeString:
    said = event.data
    if "slip" in said:
        return _way(said["slip"], reverse("slip", args=[said["slip"]]), with_links=with_links)
    when = _way(_span(said), reverse("intervention", args=[said["intervention"]]), with_links=with_links)
    if kind == E.VISIT_MOVED and said.get("before"):
        return _moved(said, when)
    for instant in ("arrived_at", "departed_at"):
        if said.get(instant):
            return format_html("{} ({})", clock_time(dt.datetime.fromisoformat(said[instant])), when)
    return when


def _moved(said: dict[str, Any], when: SafeString) -> SafeString:
    before = _span(said["before"])
    return when if before == _span(said) else format_html("{} → {}", before, when)


def _span(said: dict[str, Any]) -> str:
    return span_words(Span(*(dt.datetime.fromisoformat(said[name]) for name in ("starts_at", "ends_at"))))


def _way(words: str, address: str, *, with_links: bool) -> SafeString:
    return format_html('<a href="{}">{}</a>', address, words) if with_links else format_html("{}", words)
