"""A list of tickets as CSV: for a spreadsheet, in the reader's language and zone, in constant memory."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator

from django.utils import timezone, translation

from tickets.choices import Status
from tickets.columns import Column, with_columns
from tickets.fetched import fetch_clocks
from tickets.listing import Listing
from tickets.models import Ticket
from tickets.readings import Reading, next_reading, readings
from tickets.spreadsheet import BYTE_ORDER_MARK, csv_lines, safe, separator_in

Text = Callable[[Ticket, dt.datetime], str]
NamedText = tuple[str, Text]
CHUNK = 500


def lines(listing: Listing) -> Iterator[str]:
    """The head and a line a ticket, a chunk at a time."""
    # A file is sent after the view has returned: what it speaks, and in which zone, is settled before.
    language, zone = translation.get_language() or "fr", timezone.get_current_timezone()
    columns = [column for each in listing.columns for column in _expanded(each)]
    return _lines(listing, columns, language, zone)


def _lines(listing: Listing, columns: list[NamedText], language: str, zone: dt.tzinfo) -> Iterator[str]:
    separator = separator_in(language)
    yield BYTE_ORDER_MARK + csv_lines([[label for label, _text in columns]], separator)
    for chunk in _chunks(listing):
        with translation.override(language), timezone.override(zone):
            rows = [[safe(text(ticket, listing.at)) for _label, text in columns] for ticket in chunk]
            written = csv_lines(rows, separator)
        yield written


def _chunks(listing: Listing) -> Iterator[list[Ticket]]:
    """All tickets of the list in its order, some hundred at a time, from a cursor of the database."""
    tickets = with_columns(listing.tickets, listing.columns)
    chunk: list[Ticket] = []
    for ticket in listing.order.sorted(tickets).iterator(chunk_size=CHUNK):
        chunk.append(ticket)
        if len(chunk) == CHUNK:
            fetch_clocks(chunk)
            yield chunk
            chunk = []
    fetch_clocks(chunk)
    yield chunk


def _expanded(column: Column) -> list[NamedText]:
    """A clock is two columns: its state in words, and its deadline."""
    label = str(column.label)
    if column.name not in _CLOCKS:
        return [(label, _TEXTS[column.name])]
    read = _CLOCKS[column.name]
    state = translation.gettext("%(clock)s, state") % {"clock": label}

    def state_of(ticket: Ticket, at: dt.datetime) -> str:
        reading = read(ticket, at)
        return str(reading.state.label) if reading else ""

    def due_of(ticket: Ticket, at: dt.datetime) -> str:
        reading = read(ticket, at)
        return _instant(reading.due_at) if reading else ""

    return [(label, due_of), (state, state_of)]


def _of(metric: str) -> Callable[[Ticket, dt.datetime], Reading | None]:
    return lambda ticket, at: next((each for each in readings(ticket, at) if each.metric == metric), None)


def _instant(at: dt.datetime | None) -> str:
    """As spreadsheets of all languages read it: 2026-10-12 14:15."""
    return timezone.localtime(at).strftime("%Y-%m-%d %H:%M") if at else ""


_CLOCKS = {"due": next_reading, "response": _of("response"), "resolution": _of("resolution")}
_TEXTS: dict[str, Text] = {
    "number": lambda ticket, at: str(ticket.number),
    "priority": lambda ticket, at: ticket.get_priority_display(),
    "title": lambda ticket, at: ticket.title,
    "client": lambda ticket, at: ticket.client_name,  # type: ignore[attr-defined]
    "status": lambda ticket, at: str(Status(ticket.status).label),
    "assignee": lambda ticket, at: ticket.assignee_name or "",  # type: ignore[attr-defined]
    "activity": lambda ticket, at: _instant(ticket.last_activity_at),
    "opened": lambda ticket, at: _instant(ticket.opened_at),
    "contact": lambda ticket, at: ticket.contact_name or "",  # type: ignore[attr-defined]
    "queue": lambda ticket, at: ticket.queue_name,  # type: ignore[attr-defined]
    "level": lambda ticket, at: str(ticket.level_number or ""),  # type: ignore[attr-defined]
    "policy": lambda ticket, at: ticket.policy.name,
    "kind": lambda ticket, at: ticket.get_kind_display(),
    "type": lambda ticket, at: " · ".join(filter(None, (ticket.type_name, ticket.sub_type))),  # type: ignore[attr-defined]
    "source": lambda ticket, at: ticket.get_source_display(),
}
