"""The frame of every action: lock first, record last."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from tickets.actions.settings_lock import share_settings
from tickets.choices import EventKind, Status
from tickets.clocks import Ledger
from tickets.joined import Joined
from tickets.models import Event, Message, Ticket, User
from tickets.refusal import ActionRefused
from tickets.signals import ticket_changed, tickets_changed
from tickets.written import write, write_keyed

_TICKETS = Joined(Ticket, "policy__calendar", "queue", "account", "contact", "technician")


def lock(ticket: Ticket, at: dt.datetime) -> tuple[Ledger, dt.datetime]:
    """The ledger of the ticket as it is now, its row locked until the transaction ends, and the instant to use.

    Two people may act at once: who waited for the lock comes after who held it, so `at` never lies before
    the last change.
    """
    share_settings()
    # Then the lock, alone: PostgreSQL matches a row that changed while we waited with what was joined to it before.
    with connection.cursor() as cursor:
        cursor.execute("SELECT FROM tickets_ticket WHERE number = %s FOR UPDATE", [ticket.pk])
    locked = _TICKETS.one("WHERE it.number = %(ticket)s", {"ticket": ticket.pk})
    return Ledger.load(locked), max(at, locked.last_activity_at)


def lock_both(ticket: Ticket, other: Ticket, at: dt.datetime) -> tuple[Ledger, Ledger, dt.datetime]:
    """The ledgers of two tickets, and the instant to use; always the lower number first, so that nobody deadlocks.

    Raises ActionRefused where both are the same ticket.
    """
    if ticket.pk == other.pk:
        raise ActionRefused(_("This is the same ticket twice: choose another one."))
    ledgers = {}
    for each in sorted((ticket, other), key=lambda one: one.pk):
        ledgers[each.pk], at = lock(each, at)
    return ledgers[ticket.pk], ledgers[other.pk], at


def move(ledger: Ledger, status: Status, at: dt.datetime) -> None:
    """The ticket takes a status; a pause that this status does not have ends."""
    ledger.ticket.status = status
    if not ledger.terms.pauses_in(status):
        ledger.resume(at)


def refuse_merged(ticket: Ticket) -> None:
    """Raise ActionRefused with a sentence that leads on: a merged ticket goes on in another."""
    if ticket.status == Status.MERGED:
        raise ActionRefused(
            _("This ticket was merged into %(number)s: go on there.") % {"number": ticket.merged_into_id}
        )


def required(text: str, sentence: str, *, limit: int | None = None) -> str:
    """`text` without blanks around it; raises ActionRefused with `sentence` if nothing is left, or if it is long."""
    text = text.strip()
    if not text:
        raise ActionRefused(sentence)
    if limit and len(text) > limit:
        raise ActionRefused(
            _("This text has %(length)s characters: at most %(limit)s fit.") % {"length": len(text), "limit": limit}
        )
    return text


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
    event = _event(ticket, kind, by, at, old, new, data)
    write_keyed([event])
    announce([event])
    return event


def record_opening(*, ledger: Ledger, source: str, call: Sequence[Message] = (), by: User, at: dt.datetime) -> None:
    """As `record`, for a ticket that is not saved yet: it is written once, with the call that opens it."""
    ticket = ledger.ticket
    ticket.next_due_at = ledger.next_due_at()
    write_keyed([ticket])
    ledger.save()
    event = _event(ticket, EventKind.OPENED, by, at, "", ticket.get_priority_display(), {"source": source})
    write([event], call)
    announce([event], opened=ledger)


def _event(
    ticket: Ticket, kind: EventKind, by: User, at: dt.datetime, old: object, new: object, data: dict[str, Any]
) -> Event:
    return Event(ticket=ticket, kind=kind, by=by, at=at, old=str(old)[:200], new=str(new)[:200], data=data)


def announce(events: Sequence[Event], *, opened: Ledger | None = None) -> None:
    """Tell the rooms above what has happened: of each event alone, then of all together."""
    for event in events:
        ticket_changed.send(sender=Ticket, ticket=event.ticket, event=event)
    if events:
        tickets_changed.send(sender=Ticket, events=events, opened=opened)
