"""Correct the times of a slip by hand."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from interventions import lifecycle
from interventions.actions.crew_time import keep_time_taken
from interventions.actions.frame import in_history
from interventions.actions.leave import depart
from interventions.actions.slip import (
    LONGEST,
    Locked,
    lock_slip,
    refuse_old,
    refuse_senseless,
    save_changed,
    slip_to_change,
    whole_minute,
)
from interventions.actions.time_entries import log_slip_times
from interventions.choices import State
from interventions.models import Intervention, Slip
from tickets.actions.frame import move, record, required
from tickets.choices import EventKind, Status
from tickets.models import User
from tickets.refusal import ActionRefused

# Of an arrival and, where somebody has left, a departure.
Times = tuple[dt.datetime, dt.datetime | None]


@transaction.atomic
def correct_times(
    *,
    intervention: Intervention,
    arrived_at: dt.datetime,
    departed_at: dt.datetime | None,
    travel_minutes: int,
    reason: str = "",
    by: User,
    at: dt.datetime,
) -> Slip:
    """Arrival and departure were others, for a reason that the slip keeps; what was logged is corrected with them.

    With a departure where there was none, somebody has left; without one where there was, nobody has. The number stays,
    whatever the year. Travel alone needs no reason, and the same again is nothing. Raises ActionRefused as
    `leave_site`, where the slip is signed, or where no reason is given.
    """
    locked = lock_slip(intervention, by, at)
    slip = slip_to_change(locked)
    refuse_long_travel(travel_minutes)
    before = (slip.arrived_at, slip.departed_at)
    times = (whole_minute(arrived_at), whole_minute(departed_at) if departed_at else None)
    if (times, travel_minutes) == (before, slip.travel_minutes):
        return slip
    _refuse_unfit(before, times, at)
    if times != before:
        nothing = _("There is no reason: say why the times are wrong.")
        slip.times_corrected_because = required(reason, nothing, limit=200)
    (slip.arrived_at, slip.departed_at), slip.travel_minutes = times, travel_minutes
    save_changed(slip, by, locked.at)
    keep_time_taken(locked.intervention, slip)
    _be_there_again(locked, slip)
    told = {"times": [instant.isoformat() for instant in times if instant], "travel_minutes": travel_minutes}
    said = told | in_history(locked.intervention)
    record(locked.ledger, EventKind.SLIP_CORRECTED, by=by, at=locked.at, new=reason.strip(), **said)
    if slip.departed_at and locked.intervention.state == State.UNDER_WAY:
        depart(locked, slip, by)
    else:
        log_slip_times(locked.ledger, slip, by, locked.at)
    return slip


def refuse_long_travel(minutes: int) -> None:
    """Raise ActionRefused unless travel is from nothing to a day."""
    if not 0 <= minutes <= LONGEST // dt.timedelta(minutes=1):
        raise ActionRefused(_("Travel is from 0 minutes to 24 hours: enter another number of minutes."))


def _refuse_unfit(before: Times, times: Times, at: dt.datetime) -> None:
    """An arrival that was not moved may be as old as it is."""
    refuse_senseless(*times, at)
    if times[0] != before[0]:
        refuse_old(times[0], at)


def _be_there_again(locked: Locked, slip: Slip) -> None:
    """A visit without a departure is under way."""
    intervention = locked.intervention
    if slip.departed_at or intervention.state != State.DONE:
        return
    lifecycle.check(intervention.state, State.UNDER_WAY)
    intervention.state = State.UNDER_WAY
    intervention.save()
    if locked.ledger.ticket.status == Status.SCHEDULED:
        move(locked.ledger, Status.IN_PROGRESS, locked.at)
