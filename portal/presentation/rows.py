"""A ticket as a line of the portal."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.urls import reverse

from portal.words import STATUSES
from tickets.choices import Status
from tickets.models import Ticket, User
from tickets.presentation.meters import meter_of
from tickets.readings import next_reading

Row = dict[str, Any]


def row(ticket: Ticket, user: User, at: dt.datetime) -> Row:
    """What templates/portal/row.html takes; whose ticket it is is said where it is not the reader's own."""
    reading = next_reading(ticket, at)
    is_own = ticket.contact is not None and ticket.contact.user_id == user.pk
    return {
        "number": ticket.number,
        "url": reverse("portal_ticket", args=[ticket.number]),
        "title": ticket.title,
        "account": ticket.account.name,
        "asked_by": "" if is_own or ticket.contact is None else ticket.contact.name,
        **status_of(ticket),
        "waits_for_reader": ticket.status == Status.WAITING_CLIENT,
        "is_open": ticket.is_open,
        "over_at": ticket.closed_at or ticket.resolved_at or ticket.last_activity_at,
        "clock": reading,
        "meter": meter_of(reading, of_house=False) if reading else None,
    }


def status_of(ticket: Ticket) -> dict[str, str]:
    """Its status in the portal's words, with its look."""
    status = Status(ticket.status)
    return {"status_label": str(STATUSES[status]), "status_tone": status.tone, "status_icon": status.icon}
