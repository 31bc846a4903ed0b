"""Say whether the line of a ticket has a guaranteed repair time."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from tickets import lifecycle
from tickets.actions.frame import lock, record
from tickets.choices import EventKind
from tickets.conflict import Seen, settled
from tickets.models import Ticket, User
from tickets.permissions import Permission, require


@transaction.atomic
def guarantee_repair(
    *, ticket: Ticket, has_guaranteed_repair: bool, seen: Seen | None = None, by: User, at: dt.datetime
) -> Ticket:
    """Some targets hold for lines with a guaranteed repair time alone (GTR): running clocks are planned anew.

    Time used stays used, and what was late stays late. Raises ActionRefused where `by` may not, or the ticket is
    over, and Conflict where somebody else changed it since it was `seen`.
    """
    ledger, at = lock(ticket, at)
    ticket = ledger.ticket
    require(by, Permission.TICKET_RECLASSIFY, ticket)
    lifecycle.check_open(ticket.status)
    final = settled(ticket, seen, has_guaranteed_repair=has_guaranteed_repair)["has_guaranteed_repair"]
    if ticket.has_guaranteed_repair == final:
        return ticket
    ticket.has_guaranteed_repair = final
    ledger.replan(at)
    record(ledger, EventKind.REPLANNED, by=by, at=at, old=_words(not final), new=_words(final))
    return ticket


def _words(is_guaranteed: bool) -> str:
    return _("guaranteed repair time") if is_guaranteed else _("no guaranteed repair time")
