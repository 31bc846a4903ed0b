"""The row of a ticket that a search found, drawn as it stands in the page: a template takes five times as long."""

from __future__ import annotations

import datetime as dt
from html import escape

from django.template import Context
from django.utils.safestring import SafeString, mark_safe

from helpdesk.templatetags.moments import when
from helpdesk.templatetags.ui import icon
from tickets.presentation.components import priority_mark, status_pill
from tickets.presentation.hits import Hit, Place


def row(hit: Hit, now: dt.datetime) -> SafeString:
    """A ticket with the places where the words stand; `now` tells today's times from others."""
    contact = f'<span class="quiet">, {hit.contact}</span>' if hit.contact else ""
    places = "".join(_place(place, now) for place in hit.places)
    listed = f'<dl class="hit-places">{places}</dl>' if places else ""
    return mark_safe(
        '<li class="hit ticket-row">'
        f'<span class="ticket-number">{hit.number}</span> {priority_mark(hit.priority)} '
        f'<a class="ticket-title" href="/tickets/{hit.number}/">{hit.title}</a> '
        f'<span class="ticket-client">{hit.account}{contact}</span> '
        f'<span class="ticket-status">{status_pill(hit.status)}</span> '
        f'<span class="hit-at">{_time(hit.opened_at, now)}</span>{listed}</li>'
    )


def _place(place: Place, now: dt.datetime) -> str:
    internal, lock = (" data-internal", f"{icon('lock', 's')} ") if place.is_internal else ("", "")
    at = f", {_time(place.at, now)}" if place.at else ""
    return f"<div{internal}><dt>{lock}{escape(place.label)}{at}</dt><dd>{place.text}</dd></div>"


def _time(at: dt.datetime, now: dt.datetime) -> str:
    return when(Context({"now": now}), at)
