"""Visits follow a ticket that was merged."""

from __future__ import annotations

from interventions.choices import State
from interventions.models import Intervention
from tickets.models import Ticket


def follow_merge(*, ticket: Ticket) -> None:
    """What is to come, or under way, is done for the ticket into which `ticket` was merged; in the same transaction."""
    open_visits = Intervention.objects.filter(ticket=ticket, state__in=(State.PLANNED, State.UNDER_WAY))
    open_visits.update(ticket=ticket.merged_into)
