"""In whose name somebody of the house may ask for an escalation."""

from __future__ import annotations

from tickets.joined import Joined
from tickets.models import Contact, Ticket

_CONTACTS = Joined(Contact)
_OF_TICKET = """
    WHERE it.id IN (
        SELECT %(contact)s::bigint UNION SELECT contact_id FROM tickets_affiliation WHERE account_id IN (
            SELECT %(account)s::bigint UNION SELECT from_account_id FROM tickets_account_looks_after
            WHERE to_account_id = %(account)s
        )
    ) ORDER BY it.name, it.id
"""


def callers_of(ticket: Ticket) -> list[Contact]:
    """The contacts of the ticket's account and of the partners who look after it, and its own, by name."""
    return _CONTACTS.rows(_OF_TICKET, {"contact": ticket.contact_id, "account": ticket.account_id})
