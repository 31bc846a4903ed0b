"""Edit a calendar."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence

from django.db import transaction

from sla.models import Calendar
from tickets.actions.replanning import Progress, batches, edited, record_replanned, tickets_under_way
from tickets.actions.settings_lock import claim_settings
from tickets.models import Clock, User
from tickets.permissions import Permission, require


@transaction.atomic
def edit_calendar(
    *,
    calendar: Calendar,
    edit: Callable[[Calendar], None],
    progress: Progress | None = None,
    by: User,
    at: dt.datetime,
) -> int:
    """Edit hours, closures or special openings; returns how many tickets were planned anew.

    `edit` gets the calendar as it is now, changes it and saves it. Time used until `at` was used in the old hours,
    what is left is counted in the new ones. What had passed its deadline stays late, and what has stopped is
    history. One transaction: whoever acts at the same time sees all of the old or all of the new.

    Raises ActionRefused where `by` may not, or the hours are wrong or never open: then nothing has changed.
    """
    require(by, Permission.SETTINGS_EDIT)
    claim_settings()
    numbers = tickets_under_way(calendar=calendar)
    _settle(numbers, at)
    _change(calendar, edit)
    for batch in batches(numbers, progress):
        for ledger in batch:
            ledger.reschedule()
        record_replanned(ledgers=batch, reason=calendar.name, by=by, at=at)
    return len(numbers)


def _settle(numbers: Sequence[int], at: dt.datetime) -> None:
    for batch in batches(numbers):
        for ledger in batch:
            ledger.settle(max(at, ledger.ticket.last_activity_at))
        running = [clock for ledger in batch for clock in ledger.running()]
        Clock.objects.bulk_update(running, ["used", "planned_at", "breached_at"])


def _change(calendar: Calendar, edit: Callable[[Calendar], None]) -> None:
    changing = Calendar.objects.get(pk=calendar.pk)
    with edited():
        # Under a version of its own: hours that are compiled half-way may be undone, and nobody else may get them.
        changing.save()
        edit(changing)
        # And a last one, because an edit of many rows at once gives none.
        Calendar.objects.get(pk=calendar.pk).save()
    calendar.refresh_from_db()
