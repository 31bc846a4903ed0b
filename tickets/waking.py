"""When a mail about a ticket may reach somebody of the house."""

from __future__ import annotations

import datetime as dt

from tickets.models import Ticket


def wakes_at(ticket: Ticket, at: dt.datetime) -> dt.datetime:
    """At once while the service of its policy is open, or a promise of the ticket runs in hours that are; otherwise
    at the next opening of either.
    """
    hours = ticket.policy.calendar.service_hours()
    if hours.is_open(at):
        return at
    running = ticket.clocks.filter(stopped_at=None, target__isnull=False).select_related("calendar")
    openings = [each.next_opening(at) for each in (hours, *(clock.calendar.service_hours() for clock in running))]
    return min((opening for opening in openings if opening is not None), default=at)
