"""What the forms of a ticket page are filled in with when they are opened."""

from __future__ import annotations

import datetime as dt
from typing import Any

from tickets.actions.timer import minutes_of
from tickets.models import Ticket, TimeEntry, Timer, User


def filled_in(verb: str, ticket: Ticket, user: User, at: dt.datetime, entry: str = "") -> dict[str, Any]:
    """The first values of the form of a verb: the minutes of a timer that runs here, the time entry to correct."""
    if verb == "timer_stop":
        timer = Timer.objects.filter(technician=user, ticket=ticket).first()
        return {"minutes": minutes_of(timer, at)} if timer else {}
    if verb == "correct_time" and entry.isdecimal():
        logged = TimeEntry.objects.filter(ticket=ticket, pk=entry[:18]).first()
        return _values(logged) if logged else {}
    return {}


def _values(logged: TimeEntry) -> dict[str, Any]:
    return {"entry": logged.pk, "minutes": logged.minutes, "work_type": logged.work_type_id, "note": logged.note}
