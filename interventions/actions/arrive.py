"""Arrive on site, and take an arrival back."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from interventions import lifecycle
from interventions.actions.frame import in_history
from interventions.actions.numbering import take_number
from interventions.actions.slip import (
    Locked,
    lock_slip,
    refuse_old,
    refuse_senseless,
    save_changed,
    slip_to_change,
    whole_minute,
)
from interventions.choices import ON_PAPER, State
from interventions.models import Intervention, Slip
from tickets.actions.frame import move, record
from tickets.choices import EventKind, Status, WorkUse
from tickets.models import Ticket, User, WorkType


@transaction.atomic
def start_intervention(
    *, intervention: Intervention, arrived_at: dt.datetime | None = None, by: User, at: dt.datetime
) -> Slip:
    """Somebody of the crew is there, since `arrived_at` or now: the slip gets its number, the ticket is in progress.

    Who is there has answered: it is a first response. Arrived twice is once, as the first said. Raises ActionRefused
    where `by` may not, the visit was cancelled, or the arrival lies ahead or long ago.
    """
    arrival = whole_minute(arrived_at or at)
    locked = lock_slip(intervention, by, at)
    if locked.slip is not None and locked.intervention.state in ON_PAPER:
        return locked.slip
    lifecycle.check(locked.intervention.state, State.UNDER_WAY)
    refuse_senseless(arrival, None, at)
    refuse_old(arrival, at)
    slip = _arrived(locked, arrival, by)
    locked.intervention.state = State.UNDER_WAY
    locked.intervention.save()
    ledger = locked.ledger
    if ledger.ticket.is_open:
        move(ledger, Status.IN_PROGRESS, locked.at)
        ledger.respond(locked.at)
    told = {"arrived_at": arrival.isoformat(), **in_history(locked.intervention)}
    record(ledger, EventKind.VISIT_STARTED, by=by, at=locked.at, new=slip.number, **told)
    return slip


@transaction.atomic
def undo_arrival(*, intervention: Intervention, by: User, at: dt.datetime) -> Intervention:
    """The arrival was a mistake: the visit is to come. Its slip keeps its number and what was written, for then.

    Raises ActionRefused where `by` may not, nobody has arrived, or somebody has left already.
    """
    locked = lock_slip(intervention, by, at)
    if locked.intervention.state == State.PLANNED:
        return locked.intervention
    lifecycle.check(locked.intervention.state, State.PLANNED)
    slip = slip_to_change(locked)
    save_changed(slip, by, locked.at)
    locked.intervention.state = State.PLANNED
    locked.intervention.save()
    if locked.ledger.ticket.status == Status.IN_PROGRESS:
        move(locked.ledger, Status.SCHEDULED, locked.at)
    said = _("the arrival was a mistake")
    record(locked.ledger, EventKind.SLIP_CORRECTED, by=by, at=locked.at, new=said, **in_history(locked.intervention))
    return locked.intervention


def _arrived(locked: Locked, arrival: dt.datetime, by: User) -> Slip:
    """The slip of the visit; one that was begun by mistake goes on under its number."""
    slip = locked.slip
    if slip is not None:
        slip.arrived_at = arrival
        save_changed(slip, by, locked.at)
        return slip
    year, sequence = take_number(arrival)
    return Slip.objects.create(
        intervention=locked.intervention,
        year=year,
        sequence=sequence,
        arrived_at=arrival,
        work_type=usual_work_type(locked.ledger.ticket),
        changed_by=by,
        changed_at=locked.at,
    )


def usual_work_type(ticket: Ticket) -> WorkType:
    """The work type of time on site; that of the ticket, or the default one, where none is marked so."""
    on_site = WorkType.objects.filter(use=WorkUse.ON_SITE).first()
    return on_site or ticket.work_type or WorkType.objects.order_by("-is_default", "order")[0]
