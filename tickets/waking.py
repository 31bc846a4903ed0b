"""When a mail about a ticket may reach somebody of the house."""

from __future__ import annotations

import datetime as dt

from tickets.joined import Joined
from tickets.models import Clock, Ticket

_CLOCKS = Joined(Clock, "calendar")
_RUNNING = "WHERE it.ticket_id = %(ticket)s AND it.stopped_at IS NULL AND it.target IS NOT NULL"


def wakes_at(ticket: Ticket, at: dt.datetime) -> dt.datetime:
    """At once while the service of its policy is open, or a promise of the ticket runs in hours that are; otherwise
    at the next opening of either.
    """
    hours = ticket.policy.calendar.service_hours()
    if hours.is_open(at):
        return at
    running = _CLOCKS.rows(_RUNNING, {"ticket": ticket.pk})
    openings = [each.next_opening(at) for each in (hours, *(clock.calendar.service_hours() for clock in running))]
    return min((opening for opening in openings if opening is not None), default=at)
