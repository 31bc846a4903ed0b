"""Open a ticket."""

from __future__ import annotations

import datetime as dt
import uuid

from django.db import connection, transaction

from tickets import notifications
from tickets.actions.frame import record_opening
from tickets.actions.link import link_tickets
from tickets.actions.settings_lock import SHARE_SETTINGS, share_settings
from tickets.choices import LinkKind, MessageKind, Source
from tickets.models import Message, Ticket, User
from tickets.permissions import Permission, require
from tickets.promises import Intake, plan


@transaction.atomic
def open_ticket(*, intake: Intake, by: User, at: dt.datetime) -> Ticket:
    """Open a ticket: contract and policy of that day, first present technician of level 1, both clocks started.

    A call about a known incident is linked to it, as one more affected client. The same `intake.key` gives the
    ticket that it opened before (double click, lost network). Raises ActionRefused where `by` may not, or what
    `intake.known` names is known no more.
    """
    require(by, Permission.TICKET_OPEN)
    known = opened_before(intake.key)
    if known is not None:
        return known
    ledger = plan(intake, by=by, at=at)
    ticket = ledger.ticket
    record_opening(ledger=ledger, source=intake.source, call=_intake_call(ticket, intake, by, at), by=by, at=at)
    notifications.assigned(ticket, by=by, at=at, clocks=ledger.clocks)
    if intake.known is not None:
        return link_tickets(ticket=ticket, other=intake.known, kind=LinkKind.PROBLEM, by=by, at=at).ticket
    return ticket


def opened_before(key: uuid.UUID | None) -> Ticket | None:
    """The ticket that a form opened before; who sends it twice at once waits here for the first.

    From here on the settings are shared (`share_settings`).
    """
    if key is None:
        share_settings()
        return None
    with connection.cursor() as cursor:
        cursor.execute(_OPENED_BEFORE, {"lock": f"intake:{key}", "key": str(key)})
        found = cursor.fetchone()
    return Ticket.objects.get(pk=found[0]) if found else None


# One round trip, yet three statements: the last one sees what was committed while the others waited. Nearly always
# there is none, and then no row of forty columns is worth preparing for.
_OPENED_BEFORE = f"""
{SHARE_SETTINGS};
SELECT pg_advisory_xact_lock(hashtextextended(%(lock)s, 0));
SELECT number FROM tickets_ticket WHERE intake_key = %(key)s
"""


def _intake_call(ticket: Ticket, intake: Intake, by: User, at: dt.datetime) -> list[Message]:
    if not intake.is_call:
        return []
    call = Message(
        ticket=ticket,
        kind=MessageKind.CALL,
        source=Source.PHONE,
        author=by,
        contact=intake.contact,
        body=intake.description or intake.title,
        at=at,
        is_intake=True,
    )
    return [call]
