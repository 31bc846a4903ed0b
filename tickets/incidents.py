"""A problem, or a known incident, and what it causes (ITIL: a problem is the cause of incidents)."""

from __future__ import annotations

from django.db.models import QuerySet

from tickets.choices import Kind, LinkKind, Status
from tickets.models import Ticket

_VOID = (Status.CANCELLED, Status.MERGED)


def is_cause(ticket: Ticket) -> bool:
    """Whether other tickets may be attached to it as caused by it."""
    return ticket.kind == Kind.PROBLEM or ticket.is_announced


def caused_by(ticket: Ticket) -> QuerySet[Ticket]:
    """The tickets that a problem or known incident causes, oldest first; those that count no more are left out."""
    caused = Ticket.objects.filter(links__other=ticket, links__kind=LinkKind.PROBLEM).exclude(status__in=_VOID)
    return caused.select_related("account", "contact").order_by("pk")
