"""Open a ticket."""

from __future__ import annotations

import datetime as dt
import uuid

from django.db import connection, transaction

from tickets import notifications
from tickets.actions.frame import record_opening
from tickets.actions.link import link_tickets
from tickets.actions.settings_lock import share_settings
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
    share_settings()
    known = opened_before(intake.key)
    if known is not None:
        return known
    ledger = plan(intake, by=by, at=at)
    ticket = ledger.ticket
    record_opening(ledger=ledger, source=intake.source, by=by, at=at)
    _write_intake_call(ticket, intake, by, at)
    notifications.assigned(ticket, by=by, at=at)
    if intake.known is not None:
        return link_tickets(ticket=ticket, other=intake.known, kind=LinkKind.PROBLEM, by=by, at=at).ticket
    return ticket


def opened_before(key: uuid.UUID | None) -> Ticket | None:
    """The ticket that a form opened before; who sends it twice at once waits here for the first."""
    if key is None:
        return None
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"intake:{key}"])
        # Nearly always there is none, and then no row of forty columns is worth preparing for.
        cursor.execute("SELECT number FROM tickets_ticket WHERE intake_key = %s", [str(key)])
        found = cursor.fetchone()
    return Ticket.objects.get(pk=found[0]) if found else None


def _write_intake_call(ticket: Ticket, intake: Intake, by: User, at: dt.datetime) -> None:
    if intake.is_call:
        Message.objects.create(
            ticket=ticket,
            kind=MessageKind.CALL,
            source=Source.PHONE,
            author=by,
            contact=intake.contact,
            body=intake.description or intake.title,
            at=at,
            is_intake=True,
        )
