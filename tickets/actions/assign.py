"""Give a ticket to a technician."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from tickets import lifecycle, notifications
from tickets.actions.frame import lock, record
from tickets.choices import EventKind, Role, Status
from tickets.conflict import Seen, settled
from tickets.models import Ticket, User
from tickets.permissions import Permission, require
from tickets.refusal import ActionRefused


@transaction.atomic
def assign_ticket(*, ticket: Ticket, technician: User, seen: Seen | None = None, by: User, at: dt.datetime) -> Ticket:
    """Give the ticket to a technician; a new one becomes assigned, any other keeps its status.

    Raises ActionRefused where `by` may not, the ticket is over, or the person is no technician, and Conflict where
    it was given to somebody else since it was `seen`.
    """
    ledger, at = lock(ticket, at)
    ticket = ledger.ticket
    require(by, Permission.TICKET_ASSIGN, ticket)
    lifecycle.check_open(ticket.status)
    technician = settled(ticket, seen, technician=technician)["technician"]
    if technician is None:
        return ticket
    if not technician.is_active or not technician.has_role(Role.TECHNICIAN):
        raise ActionRefused(_("%(name)s is not a technician who can take tickets.") % {"name": technician})
    old, ticket.technician = ticket.technician, technician
    if ticket.status == Status.NEW:
        ticket.status = Status.ASSIGNED
    record(ledger, EventKind.ASSIGNED, by=by, at=at, old=old or "", new=technician)
    notifications.assigned(ticket, by=by, at=at)
    return ticket
