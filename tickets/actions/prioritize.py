"""Change the priority of a ticket."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from sla.choices import Priority
from tickets import lifecycle
from tickets.actions.frame import lock, record
from tickets.choices import EventKind
from tickets.conflict import Seen, settled
from tickets.models import Ticket, User
from tickets.permissions import Permission, require


@transaction.atomic
def change_priority(
    *, ticket: Ticket, priority: Priority, seen: Seen | None = None, by: User, at: dt.datetime
) -> Ticket:
    """Running clocks get the targets of the new priority; time used stays used, and what was late stays late.

    The priority it has already changes nothing. Raises ActionRefused where `by` may not, or the ticket is over, and
    Conflict where somebody else changed the priority since it was `seen`.
    """
    ledger, at = lock(ticket, at)
    ticket = ledger.ticket
    require(by, Permission.TICKET_PRIORITIZE, ticket)
    lifecycle.check_open(ticket.status)
    old, new = Priority(ticket.priority), Priority(settled(ticket, seen, priority=priority)["priority"])
    if old == new:
        return ticket
    ticket.priority = new
    ledger.replan(at)
    record(ledger, EventKind.PRIORITY_CHANGED, by=by, at=at, old=old.label, new=new.label)
    return ticket
