"""Link two tickets, and take a link away."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from tickets.actions.frame import lock_both, record
from tickets.choices import EventKind, Kind, LinkKind
from tickets.models import Link, Ticket, User
from tickets.permissions import Permission, require
from tickets.refusal import ActionRefused


@transaction.atomic
def link_tickets(*, ticket: Ticket, other: Ticket, kind: LinkKind, by: User, at: dt.datetime) -> Link:
    """`ticket` is a duplicate of, a part of, or caused by `other`; both histories say so. Linked twice is linked once.

    Raises ActionRefused where `by` may not, both are one, the link would go round in a circle, the ticket is a
    part of another already, or `other` is neither a problem (ITIL: incidents are caused by a problem) nor a
    known incident.
    """
    ledger, opposite, at = lock_both(ticket, other, at)
    ticket, other = ledger.ticket, opposite.ticket
    for each in (ticket, other):
        require(by, Permission.TICKET_LINK, each)
    kind = LinkKind(kind)
    known = Link.objects.filter(ticket=ticket, other=other, kind=kind).first()
    if known is not None:
        return known
    _refuse_unfit(ticket, other, kind)
    link = Link.objects.create(ticket=ticket, other=other, kind=kind)
    record(ledger, EventKind.LINKED, by=by, at=at, old=kind.label, new=other, number=other.pk, link=kind)
    record(opposite, EventKind.LINKED, by=by, at=at, new=ticket, number=ticket.pk, link=kind, is_reverse=True)
    return link


@transaction.atomic
def unlink_tickets(*, link: Link, by: User, at: dt.datetime) -> None:
    """The two do not belong together; both histories say so. What is not linked any more stays so.

    Raises ActionRefused where `by` may not, or one was merged into the other.
    """
    ledger, opposite, at = lock_both(link.ticket, link.other, at)
    ticket, other = ledger.ticket, opposite.ticket
    for each in (ticket, other):
        require(by, Permission.TICKET_LINK, each)
    if ticket.merged_into_id == other.pk:
        raise ActionRefused(
            _("Ticket %(number)s was merged into the other: that cannot be undone.") % {"number": ticket.pk}
        )
    kind = LinkKind(link.kind)
    if Link.objects.filter(pk=link.pk).delete()[0]:
        record(ledger, EventKind.UNLINKED, by=by, at=at, old=kind.label, new=other, number=other.pk, link=kind)
        record(opposite, EventKind.UNLINKED, by=by, at=at, new=ticket, number=ticket.pk, link=kind, is_reverse=True)


def _refuse_unfit(ticket: Ticket, other: Ticket, kind: LinkKind) -> None:
    if kind == LinkKind.PROBLEM and other.kind != Kind.PROBLEM and not other.is_announced:
        raise ActionRefused(
            _("Ticket %(number)s is neither a problem nor a known incident: reclassify or announce it first.")
            % {"number": other.pk}
        )
    if kind == LinkKind.PARENT and ticket.links.filter(kind=kind).exists():
        raise ActionRefused(_("Ticket %(number)s is a part of another already.") % {"number": ticket.pk})
    if _leads_to(other, ticket, kind):
        raise ActionRefused(
            _("Ticket %(number)s is linked to this one already: the link would go round in a circle.")
            % {"number": other.pk}
        )


def _leads_to(start: Ticket, goal: Ticket, kind: LinkKind) -> bool:
    seen: set[int] = set()
    reached = {start.pk}
    while reached and goal.pk not in reached:
        seen |= reached
        reached = set(Link.objects.filter(ticket__in=reached, kind=kind).values_list("other", flat=True)) - seen
    return bool(reached)
