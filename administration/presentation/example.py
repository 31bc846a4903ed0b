"""A canned reply as it would read on a ticket."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from tickets.canned import fill
from tickets.models import Ticket, User
from tickets.permissions import visible_tickets


@dataclass(frozen=True)
class Example:
    """The text on the newest ticket with a requester."""

    ticket: Ticket
    text: str


def filled(body: str, *, by: User, at: dt.datetime) -> Example | None:
    """`body` with its variables replaced, as `by` would send it; None where there is no ticket yet."""
    tickets = visible_tickets(by).filter(contact__isnull=False)
    ticket = tickets.select_related("account", "contact", "queue", "technician").order_by("-number").first()
    return Example(ticket, fill(body, ticket, by, at)) if ticket and body else None
