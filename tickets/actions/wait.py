"""Put a ticket on hold: it waits for the client, or for a third party."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from tickets import lifecycle
from tickets.actions.frame import lock, record, required
from tickets.choices import WAITING_STATUSES, EventKind, Status
from tickets.models import Ticket, User
from tickets.permissions import Permission, require
from tickets.refusal import ActionRefused


@transaction.atomic
def wait_for(*, ticket: Ticket, status: Status, reason: str, by: User, at: dt.datetime) -> Ticket:
    """Wait for the client or a third party, with a reason; the clocks stand still where the policy says so.

    From one wait to the other the first pause ends, and the next begins where that one has a pause. Waiting again
    for the same reason changes nothing. Raises ActionRefused where `by` may not, the ticket is over, or there
    is no reason.
    """
    ledger, at = lock(ticket, at)
    ticket = ledger.ticket
    require(by, Permission.TICKET_WAIT, ticket)
    lifecycle.check_open(ticket.status)
    if status not in WAITING_STATUSES:
        raise ActionRefused(_("A ticket waits for the client or for a third party: choose one of the two."))
    lifecycle.check(ticket.status, status)
    reason = required(reason, _("A pause needs a reason: write what the ticket waits for."), limit=200)
    old = Status(ticket.status)
    if old == status and last_reason(ticket) == reason:
        return ticket
    ledger.resume(at)
    ticket.status = Status(status)
    if ledger.terms.pauses_in(status):
        ledger.pause(at, reason, by)
    record(ledger, EventKind.WAITED, by=by, at=at, old=old.label, new=Status(status).label, reason=reason)
    return ticket


def last_reason(ticket: Ticket) -> str:
    """What the ticket was last said to wait for; "" if it never waited."""
    waited = ticket.events.filter(kind=EventKind.WAITED).last()
    return str(waited.data["reason"]) if waited else ""
