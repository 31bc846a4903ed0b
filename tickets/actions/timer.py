"""The stopwatch of a person: one at a time, on one ticket; stopped, it becomes a time entry."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from tickets.actions.frame import refuse_merged
from tickets.actions.time import LONGEST_ENTRY, log_time
from tickets.models import Ticket, TimeEntry, Timer, User, WorkType
from tickets.permissions import Permission, require
from tickets.refusal import ActionRefused

MINUTE = dt.timedelta(minutes=1)


@transaction.atomic
def start_timer(*, ticket: Ticket, by: User, at: dt.datetime) -> TimeEntry | None:
    """From now on `by` works on this ticket; a timer that ran on another is stopped, and its minutes logged there:
    that entry is returned.

    Started twice on one ticket, it runs on. Raises ActionRefused where `by` may not, or the ticket was merged.
    """
    require(by, Permission.TICKET_LOG_TIME, ticket)
    refuse_merged(ticket)
    running = _running(by)
    if running is not None and running.ticket == ticket:
        return None
    if running is not None:
        running.delete()
    Timer.objects.create(technician=by, ticket=ticket, started_at=at)
    if running is None:
        return None
    minutes, work_type = minutes_of(running, at), running.ticket.work_type or _usual()
    return log_time(ticket=running.ticket, minutes=minutes, work_type=work_type, by=by, at=at)


@transaction.atomic
def stop_timer(
    *, ticket: Ticket, minutes: int, work_type: WorkType, note: str = "", by: User, at: dt.datetime
) -> TimeEntry:
    """The work is done for now: the timer goes, and the minutes that `by` says are logged.

    Raises ActionRefused where no timer of theirs runs on this ticket, or the minutes make no sense.
    """
    _own(ticket, by).delete()
    return log_time(ticket=ticket, minutes=minutes, work_type=work_type, note=note, by=by, at=at)


@transaction.atomic
def drop_timer(*, ticket: Ticket, by: User, at: dt.datetime) -> None:
    """It was started by mistake: nothing is logged. Raises ActionRefused where no timer of theirs runs here."""
    _own(ticket, by).delete()


def minutes_of(timer: Timer, at: dt.datetime) -> int:
    """Minutes since it was started, each begun one counted, from 1 to a day's."""
    return min(max(-(-(at - timer.started_at) // MINUTE), 1), LONGEST_ENTRY)


def _running(by: User) -> Timer | None:
    """The timer of a person; who starts two at once waits here."""
    User.objects.select_for_update().values_list("pk").get(pk=by.pk)
    return Timer.objects.select_related("ticket__work_type").filter(technician=by).first()


def _own(ticket: Ticket, by: User) -> Timer:
    running = _running(by)
    if running is None or running.ticket_id != ticket.pk:
        raise ActionRefused(_("No timer of yours runs on this ticket: it was stopped elsewhere."))
    return running


def _usual() -> WorkType:
    return WorkType.objects.filter(is_active=True).order_by("-is_default", "order", "name")[0]
