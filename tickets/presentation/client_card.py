"""Who the client of a ticket is."""

from __future__ import annotations

from typing import Any

from tickets.joined import Joined
from tickets.models import ContactPhone, Ticket
from tickets.phone import readable

_PHONES = Joined(ContactPhone)


def client_card(ticket: Ticket) -> dict[str, Any]:
    """Account, policy, and the contact with their numbers."""
    contact = ticket.contact
    phones = (
        _PHONES.rows("WHERE it.contact_id = %(contact)s ORDER BY it.id", {"contact": contact.pk}) if contact else []
    )
    return {
        "account": ticket.account,
        "switchboard": _phone(ticket.account.phone),
        "policy": ticket.policy,
        "contact": contact,
        "phones": [_phone(phone.number) for phone in phones],
    }


def _phone(number: str) -> dict[str, str]:
    return {"number": number, "words": readable(number)} if number else {}
