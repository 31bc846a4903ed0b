"""Who the client of a ticket is."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from tickets.models import Ticket
from tickets.phone import readable


def client_card(ticket: Ticket, phones: Iterable[str]) -> dict[str, Any]:
    """Account, policy, and the contact with their numbers."""
    return {
        "account": ticket.account,
        "switchboard": _phone(ticket.account.phone),
        "policy": ticket.policy,
        "contact": ticket.contact,
        "phones": [_phone(number) for number in phones],
    }


def _phone(number: str) -> dict[str, str]:
    return {"number": number, "words": readable(number)} if number else {}
