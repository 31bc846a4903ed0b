"""The escalations of the house, for the list and the rail."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet

from escalation.models import Escalation
from tickets.choices import OPEN_STATUSES
from tickets.models import Clock, Ticket, User
from tickets.permissions import visible_tickets

TO_ACKNOWLEDGE = Q(must_acknowledge=True, acknowledged_at__isnull=True, ticket__status__in=OPEN_STATUSES)


def escalations_of_house(user: User, *, to_acknowledge: bool = False) -> QuerySet[Escalation]:
    """The escalations of the tickets that `user` sees, newest first; those alone that wait for a person."""
    found = Escalation.objects.filter(ticket__in=visible_tickets(user))
    found = found.filter(TO_ACKNOWLEDGE) if to_acknowledge else found
    return found.select_related("ticket__account", "ticket__technician", "by", "acknowledged_by")


def count_to_acknowledge() -> int:
    """Escalations of open tickets that somebody has to acknowledge and nobody has."""
    return Escalation.objects.filter(TO_ACKNOWLEDGE).count()


def escalated(tickets: QuerySet[Ticket]) -> QuerySet[Ticket]:
    """Those of the tickets that are open and of which some level was told, about a promise that is still running."""
    running = Clock.objects.filter(stopped_at=None, ticket=OuterRef("ticket"), metric=OuterRef("metric"))
    told = Escalation.objects.filter(Exists(running.filter(cycle=OuterRef("cycle"))), ticket=OuterRef("pk"))
    return tickets.filter(Exists(told), status__in=OPEN_STATUSES)
