"""Merge a ticket into another."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from tickets import lifecycle, notifications
from tickets.actions.announce import end_announcement
from tickets.actions.frame import lock_both, record, refuse_merged
from tickets.choices import EventKind, LinkKind, Status
from tickets.models import Link, Ticket, User
from tickets.permissions import Permission, require
from tickets.refusal import ActionRefused


@transaction.atomic
def merge_ticket(*, ticket: Ticket, into: Ticket, by: User, at: dt.datetime) -> Ticket:
    """The same matter, told twice: `ticket` leaves the counts and is read through `into`, where the work goes on.

    Running clocks are cancelled; a first response that was given stays a fact. What was merged into `ticket`
    before is then merged into `into`, so that one step always leads to the end. Raises ActionRefused where `by`
    may not, both are one, they are of two accounts, `ticket` is over or `into` is not open.
    """
    ledger, target, at = lock_both(ticket, into, at)
    ticket, into = ledger.ticket, target.ticket
    for each in (ticket, into):
        require(by, Permission.TICKET_MERGE, each)
    refuse_merge(ticket, into)
    ticket.status, ticket.merged_into = Status.MERGED, into
    ticket.merged_tickets.update(merged_into=into)
    ledger.cancel(at)
    end_announcement(ledger=ledger, by=by, at=at)
    Link.objects.get_or_create(ticket=ticket, other=into, kind=LinkKind.DUPLICATE)
    record(ledger, EventKind.MERGED, by=by, at=at, new=into, number=into.pk)
    record(
        target, EventKind.LINKED, by=by, at=at, new=ticket, number=ticket.pk, link=LinkKind.DUPLICATE, is_reverse=True
    )
    notifications.merged(ticket, at=at)
    return ticket


def refuse_merge(ticket: Ticket, into: Ticket) -> None:
    """Raise ActionRefused where these two cannot become one."""
    if ticket.pk == into.pk:
        raise ActionRefused(_("This is the same ticket twice: choose another one."))
    for each in (ticket, into):
        refuse_merged(each)
    lifecycle.check(ticket.status, Status.MERGED)
    if not into.is_open:
        raise ActionRefused(
            _("Ticket %(number)s is “%(status)s”: reopen it before another is merged into it.")
            % {"number": into.pk, "status": into.get_status_display()}
        )
    if ticket.account_id != into.account_id:
        raise ActionRefused(
            _("Ticket %(number)s is of another account: link them instead, so that no client reads the other's.")
            % {"number": into.pk}
        )
