"""Who the client of a ticket is."""

from __future__ import annotations

from typing import Any

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


def _phone(number: str) -> dict[str, str]:
    return {"number": number, "words": readable(number)} if number else {}
