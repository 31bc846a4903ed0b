"""What a merge would do, and which tickets what is typed may mean."""

from __future__ import annotations

import datetime as dt
from typing import Any

from tickets.actions.merge import refuse_merge
from tickets.choices import Status
from tickets.models import Ticket, User
from tickets.permissions import visible_tickets
from tickets.readings import readings
from tickets.refusal import ActionRefused
from tickets.search import found

MOST_CANDIDATES = 8


def merging(ticket: Ticket, into: Ticket | None, user: User, at: dt.datetime) -> dict[str, Any] | None:
    """Both tickets, what ends and what goes on, who gets a mail, or why it is refused; None until `into` is known."""
    if into is None:
        return None
    return {
        "into": into,
        "status": Status(ticket.status),
        "into_status": Status(into.status),
        "refused": _refusal(ticket, into),
        "cancelled": [reading for reading in readings(ticket, at) if reading.clock.is_running],
        "running": [reading for reading in readings(into, at) if reading.clock.is_running],
        "messages": ticket.messages.count(),
        "told": ticket.contact if ticket.contact and ticket.contact.email else None,
        "followers": ticket.merged_tickets.count(),
    }


def candidates(ticket: Ticket, typed: str, user: User) -> list[Ticket]:
    """The tickets found by number or words, best first, this one left out."""
    if len(typed.strip()) < 2:
        return []
    matches = found(user, typed).exclude(pk=ticket.pk)
    number = typed.strip().lstrip("#")
    named = (
        visible_tickets(user).filter(pk=number).exclude(pk=ticket.pk) if number.isdecimal() and len(number) < 18 else []
    )
    return list(dict.fromkeys([*named, *matches[:MOST_CANDIDATES]]))


def _refusal(ticket: Ticket, into: Ticket) -> str:
    try:
        refuse_merge(ticket, into)
    except ActionRefused as refusal:
        return str(refusal)
    return ""
