"""Send copies of what is said in public to more addresses (Cc)."""

from __future__ import annotations

import datetime as dt
from email.utils import parseaddr

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from tickets.actions.frame import lock, record, refuse_merged
from tickets.choices import EventKind
from tickets.models import CarbonCopy, Letterhead, Ticket, User
from tickets.permissions import Permission, require
from tickets.refusal import ActionRefused

MOST_COPIES = 20


@transaction.atomic
def copy_to(*, ticket: Ticket, email: str, by: User, at: dt.datetime) -> CarbonCopy:
    """An address gets a copy of every reply from `at` on; twice is once.

    Raises ActionRefused where `by` may not, the ticket was merged, or the address is none, the requester's or our
    own: a helpdesk that writes to itself answers itself.
    """
    ledger, at = lock(ticket, at)
    require(by, Permission.TICKET_WATCH, ledger.ticket)
    refuse_merged(ledger.ticket)
    email = _fit(email.strip(), ledger.ticket)
    known = ledger.ticket.copies.filter(email__iexact=email).first()
    if known is not None:
        return known
    if ledger.ticket.copies.count() >= MOST_COPIES:
        raise ActionRefused(_("At most %(most)s addresses get a copy.") % {"most": MOST_COPIES})
    copy = CarbonCopy.objects.create(ticket=ledger.ticket, email=email)
    record(ledger, EventKind.COPIED, by=by, at=at, new=email)
    return copy


@transaction.atomic
def stop_copying(*, ticket: Ticket, copy: CarbonCopy, by: User, at: dt.datetime) -> None:
    """An address gets no copies any more; twice is once. Raises ActionRefused where `by` may not."""
    ledger, at = lock(ticket, at)
    require(by, Permission.TICKET_WATCH, ledger.ticket)
    refuse_merged(ledger.ticket)
    deleted, _rows = ledger.ticket.copies.filter(pk=copy.pk).delete()
    if deleted:
        record(ledger, EventKind.COPIED, by=by, at=at, old=copy.email)


def _fit(email: str, ticket: Ticket) -> str:
    words = {"email": email}
    try:
        validate_email(email)
    except ValidationError as error:
        raise ActionRefused(_("“%(email)s” is not an e-mail address: check it.") % words) from error
    if ticket.contact and ticket.contact.email.lower() == email.lower():
        raise ActionRefused(_("%(email)s is the requester, who gets every reply anyway.") % words)
    if email.lower() in _our_addresses():
        raise ActionRefused(_("%(email)s is an address of this helpdesk, which would answer itself.") % words)
    return email


def _our_addresses() -> set[str]:
    house = Letterhead.of_the_house()
    ours = (parseaddr(settings.DEFAULT_FROM_EMAIL)[1], house.email, house.escalation_email)
    return {address.lower() for address in ours if address}
