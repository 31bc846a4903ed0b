"""What the clocks of tickets are read from, fetched for many tickets at once as plain lists.

Django's own prefetch leaves a queryset with every ticket, which is copied each time somebody looks at it: with fifty
lines of a list that took longer than the database.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Prefetch, prefetch_related_objects

from sla.models import Policy
from tickets.models import Clock, Pause, Ticket


def fetch_clocks(tickets: list[Ticket]) -> None:
    """All that the clocks of the tickets are drawn from, in six statements whatever their number."""
    prefetch_related_objects(
        tickets,
        Prefetch("policy", Policy.objects.select_related("ladder")),
        Prefetch("clocks", Clock.objects.order_by("metric", "cycle"), to_attr="fetched_clocks"),
        "fetched_clocks__calendar",
        Prefetch("pauses", Pause.objects.order_by("from_at"), to_attr="fetched_pauses"),
        Prefetch("escalations", to_attr="fetched_escalations"),
    )


def fetch_clocks_of(ticket: Ticket) -> None:
    """The same for one ticket that was read with its policy and its ladder, in three statements."""
    fetched = {
        "clocks": ticket.clocks.select_related("calendar"),
        "pauses": ticket.pauses.order_by("from_at"),
        "escalations": ticket.escalations.all(),
    }
    for relation, rows in fetched.items():
        setattr(ticket, f"fetched_{relation}", list(rows))


def clocks_of(ticket: Ticket) -> Sequence[Clock]:
    """The clocks of a ticket, in no order; asked for where they were not fetched."""
    return _rows(ticket, "clocks")


def pauses_of(ticket: Ticket) -> Sequence[Pause]:
    """Its pauses by their beginning; asked for where they were not fetched."""
    return _rows(ticket, "pauses")


def escalations_of(ticket: Ticket) -> Sequence[Any]:
    """Its escalations, in no order; asked for where they were not fetched."""
    return _rows(ticket, "escalations")


def _rows(ticket: Ticket, relation: str) -> Sequence[Any]:
    fetched: Sequence[Any] | None = getattr(ticket, f"fetched_{relation}", None)
    return list(getattr(ticket, relation).all()) if fetched is None else fetched
