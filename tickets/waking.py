"""When a mail about a ticket may reach somebody of the house."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from tickets.joined import Joined
from tickets.models import Clock, Ticket

_CLOCKS = Joined(Clock, "calendar")
_RUNNING = "WHERE it.ticket_id = %(ticket)s AND it.stopped_at IS NULL"


def wakes_at(ticket: Ticket, at: dt.datetime, clocks: Iterable[Clock] | None = None) -> dt.datetime:
    """At once while the service of its policy is open, or a promise of the ticket runs in hours that are; otherwise
    at the next opening of either. Its `clocks` are read where they are not at hand.
    """
    hours = ticket.policy.calendar.service_hours()
    if hours.is_open(at):
        return at
    clocks = _CLOCKS.rows(_RUNNING, {"ticket": ticket.pk}) if clocks is None else clocks
    running = [clock for clock in clocks if clock.is_running and clock.target is not None]
    openings = [each.next_opening(at) for each in (hours, *(clock.calendar.service_hours() for clock in running))]
    return min((opening for opening in openings if opening is not None), default=at)
