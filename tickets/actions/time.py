"""Log the time worked on a ticket, and correct what was logged."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from tickets.actions.frame import lock, record, refuse_merged
from tickets.choices import EventKind
from tickets.models import Ticket, TimeEntry, User, WorkType
from tickets.permissions import Permission, require
from tickets.refusal import ActionRefused

LONGEST_ENTRY = 24 * 60


@transaction.atomic
def log_time(
    *, ticket: Ticket, minutes: int, work_type: WorkType, note: str = "", by: User, at: dt.datetime
) -> TimeEntry:
    """Write down that `by` worked so many minutes until `at`; also after closing. No clock moves.

    Raises ActionRefused where `by` may not, the ticket was merged, or the minutes are not from 1 to a day's.
    """
    ledger, at = lock(ticket, at)
    ticket = ledger.ticket
    require(by, Permission.TICKET_LOG_TIME, ticket)
    refuse_merged(ticket)
    _refuse_senseless(minutes)
    entry = TimeEntry.objects.create(
        ticket=ticket, technician=by, work_type=work_type, minutes=minutes, worked_at=at, note=note.strip()[:200]
    )
    record(ledger, EventKind.TIME_LOGGED, by=by, at=at, new=work_type, minutes=minutes)
    return entry


@transaction.atomic
def correct_time(
    *, entry: TimeEntry, minutes: int, work_type: WorkType, note: str, by: User, at: dt.datetime
) -> TimeEntry:
    """What `by` logged was something else; the history keeps both. What it says already changes nothing.

    Raises ActionRefused where `by` may not or did not log it, or the minutes are not from 1 to a day's.
    """
    ledger, at = lock(entry.ticket, at)
    entry = TimeEntry.objects.select_related("work_type", "technician").get(pk=entry.pk)
    require(by, Permission.TICKET_LOG_TIME, ledger.ticket)
    if entry.technician != by:
        raise ActionRefused(_("%(name)s logged this time: they alone correct it.") % {"name": entry.technician})
    _refuse_senseless(minutes)
    old = _words(entry)
    entry.minutes, entry.work_type, entry.note = minutes, work_type, note.strip()[:200]
    new = _words(entry)
    if old != new:
        entry.save()
        record(ledger, EventKind.TIME_CORRECTED, by=by, at=at, old=old, new=new, entry=entry.pk)
    return entry


def _refuse_senseless(minutes: int) -> None:
    if not 0 < minutes <= LONGEST_ENTRY:
        raise ActionRefused(_("Time worked is from 1 minute to 24 hours: enter another number of minutes."))


def _words(entry: TimeEntry) -> str:
    return ", ".join(filter(None, (f"{entry.minutes} min", str(entry.work_type), entry.note)))
