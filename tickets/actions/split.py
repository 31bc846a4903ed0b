"""Split a ticket: two matters were told as one."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from tickets.actions.frame import lock, refuse_merged, required
from tickets.actions.link import link_tickets
from tickets.actions.note import add_note
from tickets.actions.open import open_ticket
from tickets.choices import OPEN_STATUSES, LinkKind
from tickets.models import Ticket, User
from tickets.permissions import Permission, require
from tickets.promises import Intake


@transaction.atomic
def split_ticket(*, ticket: Ticket, title: str, description: str, by: User, at: dt.datetime) -> Ticket:
    """A part of `ticket` becomes a ticket with clocks of its own, which start at `at` under the contract of that day.

    Account, contact, queue, priority and classification are those of `ticket`, whose own clocks run on; both
    histories say what belongs together. The same part split off twice (double click) is one. Raises ActionRefused
    where `by` may not, the ticket was merged, or there is no title.
    """
    ledger, at = lock(ticket, at)
    ticket = ledger.ticket
    require(by, Permission.TICKET_OPEN, ticket)
    refuse_merged(ticket)
    title = required(title, _("Give the new ticket a title."), limit=200)
    description = description.strip()
    known = _split_before(ticket, title, description)
    if known is not None:
        return known
    part = open_ticket(intake=_intake(ticket, title, description), by=by, at=at)
    link_tickets(ticket=part, other=ticket, kind=LinkKind.PARENT, by=by, at=at)
    if description:
        add_note(ticket=part, body=description, by=by, at=at)
    part.refresh_from_db()
    return part


def _split_before(ticket: Ticket, title: str, description: str) -> Ticket | None:
    parts = Ticket.objects.filter(links__other=ticket, links__kind=LinkKind.PARENT, status__in=OPEN_STATUSES)
    return parts.filter(title=title, description=description).first()


def _intake(ticket: Ticket, title: str, description: str) -> Intake:
    return Intake(
        account=ticket.account,
        queue=ticket.queue,
        title=title,
        priority=ticket.priority,
        description=description,
        contact=ticket.contact,
        kind=ticket.kind,
        source=ticket.source,
        is_split=True,
        issue_type=ticket.issue_type,
        sub_issue_type=ticket.sub_issue_type,
        work_type=ticket.work_type,
        has_guaranteed_repair=ticket.has_guaranteed_repair,
    )
