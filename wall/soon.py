"""What is due next, whoever has it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.urls import reverse

from sla.choices import Priority
from tickets.models import Ticket
from tickets.presentation.meters import meter_of
from tickets.readings import next_reading, with_clocks
from tickets.states import open_tickets

SHOWN = 8


def soon(at: dt.datetime) -> list[dict[str, Any]]:
    """The tickets with the earliest deadlines, the oldest late one first; in a constant number of queries."""
    due = open_tickets(Ticket.objects.filter(next_due_at__isnull=False))
    read = with_clocks(due.select_related("account", "technician", "policy__ladder"))
    return [_line(ticket, at) for ticket in read.order_by("next_due_at", "number")[:SHOWN]]


def _line(ticket: Ticket, at: dt.datetime) -> dict[str, Any]:
    reading = next_reading(ticket, at)
    return {
        "number": str(ticket.number),
        "url": reverse("ticket", args=[ticket.number]),
        "title": ticket.title,
        "client": ticket.account.name,
        "technician": ticket.technician,
        "priority": Priority(ticket.priority),
        "clock": reading,
        "meter": meter_of(reading, of_house=True) if reading else None,
    }
