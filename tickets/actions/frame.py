"""The frame of every action: lock first, record last."""

from __future__ import annotations

import datetime as dt
from typing import Any

from tickets.choices import EventKind
from tickets.clocks import Ledger
from tickets.models import Event, Ticket, User
from tickets.signals import ticket_changed


def lock(ticket: Ticket, at: dt.datetime) -> tuple[Ledger, dt.datetime]:
    """The ledger of the ticket as it is now, its row locked until the transaction ends, and the instant to use.

    Two people may act at once: who waited for the lock comes after who held it, so `at` never lies before
    the last change.
    """
    rows = Ticket.objects.select_for_update(of=("self",)).select_related(
        "policy__calendar", "queue", "account"
    )
    locked = rows.get(pk=ticket.pk)
    return Ledger.load(locked), max(at, locked.last_activity_at)


def record(
    ledger: Ledger,
    kind: EventKind,
    *,
    by: User,
    at: dt.datetime,
    old: object = "",
    new: object = "",
    **data: Any,
) -> Event:
    """Write what the action changed: ledger, ticket and history; then tell the rooms above."""
    ticket = ledger.ticket
    ledger.save()
    ticket.last_activity_at = at
    ticket.version += 1
    ticket.save()
    event = Event.objects.create(
        ticket=ticket, kind=kind, by=by, at=at, old=str(old)[:200], new=str(new)[:200], data=data
    )
    ticket_changed.send(sender=Ticket, ticket=ticket, event=event)
    return event
