"""Reclassify a ticket."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from tickets.actions.frame import lock, record, refuse_merged
from tickets.choices import EventKind, Kind
from tickets.conflict import Seen, settled
from tickets.models import IssueType, Ticket, User, WorkType
from tickets.permissions import Permission, require
from tickets.refusal import ActionRefused


@transaction.atomic
def reclassify_ticket(
    *,
    ticket: Ticket,
    kind: Kind,
    issue_type: IssueType | None,
    sub_issue_type: IssueType | None,
    work_type: WorkType | None,
    seen: Seen | None = None,
    by: User,
    at: dt.datetime,
) -> Ticket:
    """Say what it is about, and how it is worked on; no clock moves. What it is already changes nothing.

    Raises ActionRefused where `by` may not, the ticket was merged, or the sub-issue type is of another type, and
    Conflict where somebody else reclassified the same since it was `seen`.
    """
    ledger, at = lock(ticket, at)
    ticket = ledger.ticket
    require(by, Permission.TICKET_RECLASSIFY, ticket)
    refuse_merged(ticket)
    wanted = {"kind": Kind(kind), "issue_type": issue_type, "sub_issue_type": sub_issue_type, "work_type": work_type}
    final = settled(ticket, seen, **wanted)
    _refuse_foreign(final["issue_type"], final["sub_issue_type"])
    old = _classification(ticket)
    for name, value in final.items():
        setattr(ticket, name, value)
    new = _classification(ticket)
    if old != new:
        record(ledger, EventKind.RECLASSIFIED, by=by, at=at, old=old, new=new)
    return ticket


def _refuse_foreign(issue_type: IssueType | None, sub_issue_type: IssueType | None) -> None:
    if issue_type is not None and issue_type.parent_id is not None:
        raise ActionRefused(_("“%(type)s” is a sub-issue type: choose its issue type first.") % {"type": issue_type})
    if sub_issue_type is not None and (issue_type is None or sub_issue_type.parent_id != issue_type.pk):
        raise ActionRefused(
            _("“%(sub_type)s” does not belong to this issue type: choose another one.") % {"sub_type": sub_issue_type}
        )


def _classification(ticket: Ticket) -> str:
    parts = (ticket.get_kind_display(), ticket.issue_type, ticket.sub_issue_type, ticket.work_type)
    return " · ".join(str(part) for part in parts if part)
