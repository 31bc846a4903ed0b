"""Take charge of a ticket."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from tickets import lifecycle
from tickets.actions.frame import lock, move, record
from tickets.choices import EventKind, Status
from tickets.models import Ticket, User
from tickets.permissions import Permission, require


@transaction.atomic
def take_ticket(*, ticket: Ticket, by: User, at: dt.datetime) -> Ticket:
    """`by` takes charge: the ticket is theirs and in progress; a pause ends. Taken twice by one person is taken once.

    A first response only where the policy says so (*prise en charge* of *Contrat 2016*). Raises ActionRefused
    where `by` may not, or the ticket is over.
    """
    ledger, at = lock(ticket, at)
    ticket = ledger.ticket
    require(by, Permission.TICKET_TAKE, ticket)
    lifecycle.check_open(ticket.status)
    if ticket.technician == by and ticket.status == Status.IN_PROGRESS and ticket.taken_at:
        return ticket
    old, ticket.technician = ticket.technician, by
    ticket.taken_at = ticket.taken_at or at
    move(ledger, Status.IN_PROGRESS, at)
    if ledger.terms.policy.taking_charge_is_response:
        ledger.respond(at)
    record(ledger, EventKind.TAKEN, by=by, at=at, old=old or "", new=by)
    return ticket
