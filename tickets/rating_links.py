"""The links with which a client says how the work was, without signing in."""

from __future__ import annotations

from django.utils.crypto import constant_time_compare, salted_hmac

from tickets.addresses import address
from tickets.choices import Score
from tickets.models import Ticket


def rating_links(ticket: Ticket) -> dict[str, object]:
    """An address for each answer, by its value; void once the ticket has another requester."""
    return {score.value: address("rate", ticket.number, score.value, rating_token(ticket)) for score in Score}


def rating_token(ticket: Ticket) -> str:
    """What its requester knows of a ticket, and nobody else."""
    return salted_hmac("tickets.rating", f"{ticket.number}:{ticket.contact_id}", algorithm="sha256").hexdigest()[:32]


def may_rate(ticket: Ticket, token: str) -> bool:
    """Whether who has the token is asked how the work on the ticket was."""
    return ticket.contact_id is not None and constant_time_compare(token, rating_token(ticket))
