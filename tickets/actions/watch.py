"""Watch a ticket that is not one's own."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from tickets.actions.frame import refuse_merged
from tickets.actions.notify import notify
from tickets.choices import NoticeKind
from tickets.models import Ticket, User, Watcher
from tickets.permissions import Permission, require
from tickets.refusal import ActionRefused


@transaction.atomic
def watch_ticket(*, ticket: Ticket, person: User, by: User, at: dt.datetime) -> None:
    """`person` is told from `at` on what is said on the ticket; twice is once. Nothing about the ticket changes.

    Who was asked to by somebody else hears of it.

    Raises ActionRefused where `by` may not, the ticket was merged, or the person is not of the house.
    """
    require(by, Permission.TICKET_WATCH, ticket)
    refuse_merged(ticket)
    if not (person.is_active and person.is_staff_member):
        raise ActionRefused(_("%(name)s is not of the house: send them a copy instead.") % {"name": person})
    watcher, is_new = Watcher.objects.get_or_create(ticket=ticket, user=person)
    if is_new:
        key = f"watching-{watcher.pk}"
        notify(people=[person], kind=NoticeKind.WATCHING, ticket=ticket, key=key, by=by, at=at)


@transaction.atomic
def unwatch_ticket(*, ticket: Ticket, person: User, by: User, at: dt.datetime) -> None:
    """`person` is not told any more from `at` on; twice is once. Raises ActionRefused where `by` may not."""
    require(by, Permission.TICKET_WATCH, ticket)
    Watcher.objects.filter(ticket=ticket, user=person).delete()
