"""The lines of a list, grouped by what is due next."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sla.choices import Priority
from tickets.choices import ClockState, Status
from tickets.columns import Column
from tickets.listing import Listing
from tickets.models import Ticket
from tickets.permissions import Permission, allows
from tickets.presentation.cells import Cells
from tickets.presentation.drawn import NUMBER, VALUE, drawing
from tickets.presentation.meters import meter_of
from tickets.readings import Reading

Row = dict[str, Any]
Group = dict[str, Any]

LATE, RISK, RUNNING, PAUSED, NONE, DONE = "late", "risk", "running", "paused", "none", "done"
_GROUP_OF = {
    ClockState.OVERDUE: LATE,
    ClockState.RISK: RISK,
    ClockState.RUNNING: RUNNING,
    ClockState.PAUSED: PAUSED,
}
_TONES = {LATE: "overdue", RISK: "risk"}
# That nothing is late is news as well: on the first page these two are shown empty.
_ALWAYS = (LATE, RISK)


class Rows:
    """The lines of one page of a list."""

    def __init__(self, listing: Listing) -> None:
        self.listing = listing
        self.of_house = allows(listing.user, Permission.NOTE_VIEW)
        self.selectable = allows(listing.user, Permission.TICKET_ASSIGN)
        self.language = get_language()
        self.line = drawing("components/ticket-row.html", _line, self.language, (self.selectable,))
        self.words = _words()
        self.openings = {column.name: _opening(column) for column in listing.columns}

    def groups(self) -> list[Group]:
        """Groups in the order of what is due next, inside each tickets in their order; or all tickets in one."""
        page = self.listing.page
        always = _ALWAYS if self.listing.is_grouped and page.tickets and not page.before else ()
        return self.groups_of(page.tickets, always)

    def groups_of(self, tickets: list[Ticket], always: tuple[str, ...] = ()) -> list[Group]:
        """Any tickets in their groups; those named in `always` also where they are empty."""
        if not self.listing.is_grouped:
            rows = [self.row(self._cells(ticket)) for ticket in tickets]
            return [{"name": "", "rows": rows}] if rows else []
        rows_of: dict[str, list[Row]] = {name: [] for name in self.words}
        for ticket in tickets:
            cells = self._cells(ticket)
            rows_of[group_of(cells)].append(self.row(cells))
        return [self._group(name, rows) for name, rows in rows_of.items() if rows or name in always]

    def row(self, cells: Cells) -> Row:
        """One line, components/ticket-row.html with its cells filled in."""
        number = cells.ticket.number
        drawn = "".join(f"{opening}{cells.html(name)}</td>" for name, opening in self.openings.items())
        return {"number": number, "html": SafeString(self.line.replace(str(NUMBER), str(number)).replace(VALUE, drawn))}

    def _cells(self, ticket: Ticket) -> Cells:
        listing = self.listing
        return Cells(ticket, listing.at, of_house=self.of_house, text=listing.text, language=self.language)

    def _group(self, name: str, rows: list[Row]) -> Group:
        label, hint, empty = self.words[name]
        following = self.listing.page.following
        goes_on = following is not None and bool(rows) and group_of(self._cells(following)) == name
        return {
            "name": name,
            "label": label,
            "hint": hint if rows else empty,
            "tone": _TONES.get(name, ""),
            "rows": rows,
            "goes_on": goes_on,
        }


def _line(selectable: bool) -> dict[str, Any]:  # noqa: FBT001
    return {"row": {"number": str(NUMBER), "cells": VALUE}, "selectable": selectable}


def _opening(column: Column) -> str:
    return f'<td class="cell-{column.name}" data-label="{escape(column.label)}">'


def group_of(cells: Cells) -> str:
    """By the state of the clock that matters next."""
    if not cells.ticket.is_open:
        return DONE
    return _GROUP_OF.get(cells.reading.state, NONE) if cells.reading else NONE


def _words() -> dict[str, tuple[str, str, str]]:
    """Label, hint, and what an empty group says."""
    return {
        LATE: (_("Late"), _("the promise is broken"), _("nothing is late")),
        RISK: (_("At risk"), _("due in less than 2 business hours"), _("nothing is due within 2 business hours")),
        RUNNING: (_("In time"), _("the clock runs"), ""),
        PAUSED: (_("Paused"), _("the clock stands still"), ""),
        NONE: (_("No promise"), _("nothing is promised any more, or ever was"), ""),
        DONE: (_("Done"), _("resolved, closed, cancelled or merged"), ""),
    }


def row(ticket: Ticket, reading: Reading | None, *, of_house: bool) -> Row:
    """One ticket in pieces, for a page that puts its line together by itself."""
    priority, status = Priority(ticket.priority), Status(ticket.status)
    return {
        "number": str(ticket.number),
        "url": reverse("ticket", args=[ticket.number]),
        "title": ticket.title,
        "client": ticket.account.name,
        "priority": priority,
        "priority_label": priority.label,
        "status_label": status.label,
        "status_tone": status.tone,
        "status_icon": status.icon,
        "assignee": ticket.technician.name if ticket.technician else "",
        "clock": reading,
        "meter": meter_of(reading, of_house=of_house) if reading else None,
        "seen_at": ticket.last_activity_at,
    }
