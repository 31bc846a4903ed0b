"""Reword a ticket: its title, its description, and the number that others know it by."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from tickets.actions.frame import lock, record, refuse_merged, required
from tickets.choices import EventKind
from tickets.conflict import Seen, settled
from tickets.models import Account, Ticket, User
from tickets.permissions import Permission, require
from tickets.refusal import ActionRefused

SHORTEST_TITLE = 3
LONGEST_EXTERNAL_NUMBER = 60


@transaction.atomic
def reword_ticket(
    *,
    ticket: Ticket,
    title: str,
    description: str,
    external_number: str,
    seen: Seen | None = None,
    by: User,
    at: dt.datetime,
) -> Ticket:
    """Say it better; the history keeps the words of before and after. No clock moves; the same words change nothing.

    Raises ActionRefused where `by` may not, the ticket was merged, there is no title that fits, or the account has a
    ticket of that external number already, and Conflict where somebody else reworded the same since it was `seen`.
    """
    ledger, at = lock(ticket, at)
    ticket = ledger.ticket
    require(by, Permission.TICKET_REWORD, ticket)
    refuse_merged(ticket)
    wanted = {
        "title": _title(title),
        "description": description.strip().replace("\r\n", "\n"),
        "external_number": _external(external_number),
    }
    final = settled(ticket, seen, **wanted)
    before = {name: getattr(ticket, name) for name in final if getattr(ticket, name) != final[name]}
    if not before:
        return ticket
    refuse_known(ticket.account, final["external_number"], ticket)
    for name in before:
        setattr(ticket, name, final[name])
    after = {name: final[name] for name in before}
    nothing = "—" if len(before) > 1 else ""
    old, new = (" · ".join(words[name] or nothing for name in before) for words in (before, after))
    record(ledger, EventKind.REWORDED, by=by, at=at, old=old, new=new, before=before, after=after)
    return ticket


def refuse_known(account: Account, external_number: str, ticket: Ticket) -> None:
    """Raise ActionRefused if another ticket of the account has that external number."""
    if not external_number:
        return
    known = Ticket.objects.filter(account=account, external_number=external_number).exclude(pk=ticket.pk).first()
    if known is not None:
        raise ActionRefused(
            _("Ticket %(number)s of %(account)s has the external number “%(external)s” already.")
            % {"number": known.pk, "account": account, "external": external_number}
        )


def _title(title: str) -> str:
    title = required(" ".join(title.split()), _("A ticket needs a title: say in a few words what it is."), limit=200)
    if len(title) < SHORTEST_TITLE:
        raise ActionRefused(_("This title is too short: say in a few words what it is."))
    return title


def _external(number: str) -> str:
    number = number.strip()
    return required(number, "", limit=LONGEST_EXTERNAL_NUMBER) if number else ""
