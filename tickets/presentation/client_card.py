"""Who the client of a ticket is, and what was done for them."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Sum

from tickets.models import Ticket
from tickets.phone import readable


def client_card(ticket: Ticket) -> dict[str, Any]:
    """Account, policy, and the contact with their numbers."""
    contact = ticket.contact
    numbers = [phone.number for phone in contact.phones.all()] if contact else []
    return {
        "account": ticket.account,
        "switchboard": _phone(ticket.account.phone),
        "policy": ticket.policy,
        "contact": contact,
        "phones": [_phone(number) for number in numbers],
    }


def time_spent(ticket: Ticket) -> dict[str, Any]:
    """Minutes worked, by work type, and altogether."""
    sums = ticket.time_entries.values("work_type__name").annotate(minutes=Sum("minutes")).order_by("work_type__name")
    spent = [(row["work_type__name"], dt.timedelta(minutes=row["minutes"])) for row in sums]
    return {"by_work_type": spent, "total": sum((amount for _name, amount in spent), dt.timedelta())}


def linked(ticket: Ticket) -> list[dict[str, Any]]:
    """The tickets that belong to this one, and how."""
    there = [(link.other, link.get_kind_display()) for link in ticket.links.select_related("other")]
    here = [(link.ticket, link.get_kind_display()) for link in ticket.linked_from.select_related("ticket")]
    return [{"ticket": other, "kind": kind, "is_reverse": False} for other, kind in there] + [
        {"ticket": other, "kind": kind, "is_reverse": True} for other, kind in here
    ]


def _phone(number: str) -> dict[str, str]:
    return {"number": number, "words": readable(number)} if number else {}
