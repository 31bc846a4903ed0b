"""The lines of a list, grouped by what is due next."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from sla.choices import Priority
from tickets.choices import ClockState, Status
from tickets.models import Ticket
from tickets.presentation.meters import meter_of
from tickets.readings import Reading, next_reading

Row = dict[str, Any]
Group = dict[str, Any]

LATE, RISK, RUNNING, PAUSED, NONE, DONE = "late", "risk", "running", "paused", "none", "done"
_GROUP_OF = {
    ClockState.OVERDUE: LATE,
    ClockState.RISK: RISK,
    ClockState.RUNNING: RUNNING,
    ClockState.PAUSED: PAUSED,
}
# That nothing is late is news as well: these two are shown empty.
_ALWAYS = (LATE, RISK)


def grouped(tickets: Iterable[Ticket], at: dt.datetime, *, of_house: bool) -> list[Group]:
    """Groups in the order of what is due next; inside each, tickets keep their order."""
    rows: dict[str, list[Row]] = {name: [] for name in _words()}
    for ticket in tickets:
        reading = next_reading(ticket, at)
        rows[_group(ticket, reading)].append(row(ticket, reading, of_house=of_house))
    groups = []
    for name, (label, hint, empty) in _words().items():
        if rows[name] or name in _ALWAYS:
            shown = hint if rows[name] else empty
            groups.append({"label": label, "hint": shown, "tone": _TONES.get(name, ""), "rows": rows[name]})
    return groups


_TONES = {LATE: "overdue", RISK: "risk"}


def row(ticket: Ticket, reading: Reading | None, *, of_house: bool) -> Row:
    """One line, as components/ticket-row.html takes it."""
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


def _group(ticket: Ticket, reading: Reading | None) -> str:
    if not ticket.is_open:
        return DONE
    return _GROUP_OF.get(reading.state, NONE) if reading else NONE


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
