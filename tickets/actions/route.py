"""Move a ticket to a queue and a level of its resources."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from tickets import lifecycle, notifications
from tickets.actions.frame import lock, record
from tickets.choices import EventKind, Status
from tickets.conflict import Seen, settled
from tickets.models import Queue, ResourceLevel, Ticket, User
from tickets.permissions import Permission, require
from tickets.queries import first_present
from tickets.refusal import ActionRefused


@transaction.atomic
def route_ticket(
    *,
    ticket: Ticket,
    queue: Queue,
    level: ResourceLevel | None,
    seen: Seen | None = None,
    by: User,
    at: dt.datetime,
) -> Ticket:
    """Move the ticket to a queue, and to the first present technician of the level (without one: of the first level).

    Nobody present leaves it without a technician. A ticket that nobody works on yet becomes assigned, or new;
    any other keeps its status. Raises ActionRefused where `by` may not, the ticket is over, or the level is
    of another queue, and Conflict where somebody else moved it since it was `seen`.
    """
    ledger, at = lock(ticket, at)
    ticket = ledger.ticket
    require(by, Permission.TICKET_ROUTE, ticket)
    lifecycle.check_open(ticket.status)
    final = settled(ticket, seen, queue=queue, level=level)
    queue, level = final["queue"], final["level"]
    level = level or queue.levels.select_related("queue__calendar").order_by("number").first()
    if level is not None and level.queue_id != queue.pk:
        raise ActionRefused(_("“%(level)s” is not a level of %(queue)s.") % {"level": level, "queue": queue})
    technician = first_present(level, at) if level else None
    if (ticket.queue, ticket.level, ticket.technician) == (queue, level, technician):
        return ticket
    old = _place(ticket)
    ticket.queue, ticket.level, ticket.technician = queue, level, technician
    if ticket.status in (Status.NEW, Status.ASSIGNED):
        ticket.status = Status.ASSIGNED if technician else Status.NEW
    record(
        ledger, EventKind.ROUTED, by=by, at=at, old=old, new=_place(ticket), technician=technician and technician.name
    )
    notifications.assigned(ticket, by=by, at=at)
    return ticket


def _place(ticket: Ticket) -> str:
    return str(ticket.level or ticket.queue)
