"""The frame of every action on a slip: its ticket and its visit are locked, and who acts may fill it in."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _

from interventions.actions.frame import lock_intervention
from interventions.choices import State
from interventions.models import Intervention, Slip
from interventions.permissions import require_carry_out
from tickets.clocks import Ledger
from tickets.models import User
from tickets.refusal import ActionRefused

LONGEST = dt.timedelta(hours=24)
# A phone without network says later what was done; a slip of the hand must not number a slip in another year.
OLDEST = dt.timedelta(days=90)
# By how much the clock of a phone may be ahead.
AHEAD = dt.timedelta(minutes=5)


@dataclass
class Locked:
    """What an action on a slip works on. `slip` is that of the visit; None before the first arrival."""

    ledger: Ledger
    intervention: Intervention
    slip: Slip | None
    at: dt.datetime


def lock_slip(intervention: Intervention, by: User, at: dt.datetime) -> Locked:
    """Lock the ticket, then the visit. Raises ActionRefused where `by` may not fill in this slip."""
    ledger, found, now = lock_intervention(intervention, at)
    require_carry_out(by, found)
    slip = Slip.objects.select_related("work_type").filter(intervention=found).first()
    if slip is not None:
        slip.intervention = found
    return Locked(ledger, found, slip, now)


def slip_to_change(locked: Locked) -> Slip:
    """The slip, if it says something and nobody signed it; raises ActionRefused otherwise."""
    if locked.slip is None or locked.intervention.state in (State.PLANNED, State.CANCELLED):
        raise ActionRefused(_("Nobody has arrived on this visit: the slip begins with the arrival."))
    if locked.slip.is_frozen:
        raise ActionRefused(_("This slip is signed: correct it first."))
    return locked.slip


def save_changed(slip: Slip, by: User, at: dt.datetime) -> None:
    """Write the slip as a new revision."""
    slip.revision += 1
    slip.changed_by, slip.changed_at = by, at
    slip.save()


def whole_minute(at: dt.datetime) -> dt.datetime:
    """An instant as slips keep it: in UTC, to the minute, as it is printed."""
    return at.astimezone(dt.UTC).replace(second=0, microsecond=0)


def refuse_old(arrived_at: dt.datetime, at: dt.datetime) -> None:
    """Raise ActionRefused where somebody would arrive so long ago that it is a slip of the hand."""
    if arrived_at < at.astimezone(dt.UTC) - OLDEST:
        raise ActionRefused(_("This arrival is more than 90 days ago: correct its date."))


def refuse_senseless(arrived_at: dt.datetime, departed_at: dt.datetime | None, at: dt.datetime) -> None:
    """Raise ActionRefused unless, all in UTC, one follows the other within a day, and neither is to come."""
    for instant in filter(None, (arrived_at, departed_at)):
        if instant > at.astimezone(dt.UTC) + AHEAD:
            raise ActionRefused(_("This time is still to come: enter when it was."))
    if departed_at is None:
        return
    if departed_at < arrived_at:
        raise ActionRefused(_("The departure lies before the arrival: correct one of the two."))
    if departed_at - arrived_at > LONGEST:
        raise ActionRefused(_("More than 24 hours lie between arrival and departure: enter when you left."))
