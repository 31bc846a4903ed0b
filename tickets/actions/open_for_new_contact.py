"""Open a ticket for somebody who calls for the first time."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from django.db import transaction

from tickets.actions.contact import create_contact
from tickets.actions.open import open_ticket, opened_before
from tickets.models import Ticket, User
from tickets.permissions import Permission, require
from tickets.promises import Intake


@transaction.atomic
def open_ticket_for_new_contact(
    *, intake: Intake, name: str, phone: str = "", email: str = "", by: User, at: dt.datetime
) -> Ticket:
    """Create the contact in the ticket's account and open the ticket for it: both, or neither.

    Sent twice with one `intake.key`, it creates neither again. Raises what the two actions raise.
    """
    require(by, Permission.TICKET_OPEN)
    known = opened_before(intake.key)
    if known is not None:
        return known
    contact = create_contact(name=name, account=intake.account, phone=phone, email=email, by=by, at=at)
    return open_ticket(intake=replace(intake, contact=contact), by=by, at=at)
