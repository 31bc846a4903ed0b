"""Leave the site."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from interventions import lifecycle
from interventions.actions.crew_time import keep_time_taken
from interventions.actions.frame import has_other_visits, in_history
from interventions.actions.slip import Locked, lock_slip, refuse_senseless, save_changed, slip_to_change, whole_minute
from interventions.actions.time_entries import log_slip_times
from interventions.choices import State
from interventions.models import Intervention, Slip
from tickets.actions.frame import move, record
from tickets.choices import EventKind, Status
from tickets.models import User


@transaction.atomic
def leave_site(
    *, intervention: Intervention, departed_at: dt.datetime | None = None, by: User, at: dt.datetime
) -> Slip:
    """The work there is done, since `departed_at` or now: the time of each technician is logged on the ticket,
    and what they were planned for longer is free.

    A ticket with another visit to come is scheduled again. Left twice is once, as the first said. Raises ActionRefused
    where `by` may not, nobody has arrived, or the departure lies ahead, before the arrival, or a day after it.
    """
    departure = whole_minute(departed_at or at)
    locked = lock_slip(intervention, by, at)
    if locked.slip is not None and locked.intervention.state in (State.DONE, State.SIGNED):
        return locked.slip
    slip = slip_to_change(locked)
    refuse_senseless(slip.arrived_at, departure, at)
    slip.departed_at = departure
    save_changed(slip, by, locked.at)
    keep_time_taken(locked.intervention, slip)
    depart(locked, slip, by)
    return slip


def depart(locked: Locked, slip: Slip, by: User) -> None:
    """What follows from a departure that the slip says now: the states, the history, the time of each technician."""
    ledger, intervention = locked.ledger, locked.intervention
    lifecycle.check(intervention.state, State.DONE)
    intervention.state = State.DONE
    intervention.save()
    if ledger.ticket.status == Status.IN_PROGRESS and has_other_visits(intervention):
        move(ledger, Status.SCHEDULED, locked.at)
    told = {"departed_at": slip.departed_at.isoformat() if slip.departed_at else "", **in_history(intervention)}
    record(ledger, EventKind.VISIT_DONE, by=by, at=locked.at, new=slip.number, **told)
    log_slip_times(ledger, slip, by, locked.at)
