"""Until when a client may reopen what is done: the policy's window, in business time of its calendar.

The house may always. Within the window the resolution clock goes on with the time already used (tickets/clocks.py).
"""

from __future__ import annotations

import datetime as dt

from sla.choices import Metric
from tickets.fetched import clocks_of
from tickets.models import Ticket


def is_within_window(ticket: Ticket, at: dt.datetime) -> bool:
    """Whether so little business time has passed since the work was done that a client may reopen it."""
    done_at = _done_at(ticket)
    if done_at is None:
        return False
    policy = ticket.policy
    return policy.calendar.service_hours().elapsed(done_at, at) <= policy.reopening_window


def reopens_until(ticket: Ticket) -> dt.datetime | None:
    """The last instant of the window; None for a ticket that is not over, or whose clock nobody knows."""
    done_at = _done_at(ticket)
    if done_at is None or ticket.is_open:
        return None
    return ticket.policy.calendar.service_hours().due_at(done_at, ticket.policy.reopening_window)


def _done_at(ticket: Ticket) -> dt.datetime | None:
    """When the latest clock of the resolution stopped: by the solution, or by the cancellation."""
    clocks = [clock for clock in clocks_of(ticket) if clock.metric == Metric.RESOLUTION]
    return max(clocks, key=lambda clock: clock.cycle).stopped_at if clocks else None
