"""Bring up pauses that were forgotten."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from tickets import notifications
from tickets.models import Pause, Ticket, User
from tickets.queries import first_present

CHUNK = 500


def remind_pauses(at: dt.datetime) -> int:
    """Bring up each pause that is open for its policy's `pause_reminder_after`; returns how many mails that made.

    Again after each further such period, once a period however often this runs; what fell due while nobody ran
    it is said once. Where nobody is there to be told, the next run tries again.
    """
    open_pauses = Pause.objects.filter(until_at=None, ticket__policy__pause_reminder_after__isnull=False)
    # A few at a time: there may be thousands, and the worker would keep the memory that it took for all of them.
    read = open_pauses.select_related("ticket__policy__calendar").defer("ticket__description").iterator(CHUNK)
    due = [pause.pk for pause in read if _periods(pause, at)]
    return sum(_remind(number, at) for number in due)


def _periods(pause: Pause, at: dt.datetime) -> int:
    """How many whole periods of business time the pause has been open."""
    policy = pause.ticket.policy
    if policy.pause_reminder_after is None:
        return 0
    return policy.calendar.service_hours().elapsed(pause.from_at, at) // policy.pause_reminder_after


@transaction.atomic
def _remind(number: int, at: dt.datetime) -> bool:
    # Who resumes the ticket right now has not forgotten it, and of two reminders at once one is enough.
    if not Pause.objects.select_for_update(skip_locked=True).filter(pk=number, until_at=None).values_list("pk"):
        return False
    tickets = "ticket__policy__calendar", "ticket__account", "ticket__level", "ticket__technician"
    pause = Pause.objects.select_related(*tickets).get(pk=number)
    told = _told(pause.ticket, at)
    return told is not None and notifications.forgotten(pause, period=_periods(pause, at), to=told, at=at)


def _told(ticket: Ticket, at: dt.datetime) -> User | None:
    """Whoever has the ticket; where nobody does any more, the first present technician of its level."""
    if ticket.technician is not None and ticket.technician.is_active:
        return ticket.technician
    return first_present(ticket.level, at) if ticket.level else None
