"""Correct a slip that was frozen."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from interventions import lifecycle
from interventions.actions.frame import in_history
from interventions.actions.freeze import slip_of
from interventions.actions.slip import lock_slip, save_changed
from interventions.choices import State
from interventions.models import Intervention, Slip
from tickets.actions.frame import record, required
from tickets.choices import EventKind
from tickets.models import User
from tickets.permissions import Permission, require


@transaction.atomic
def correct_slip(*, intervention: Intervention, reason: str, by: User, at: dt.datetime) -> Slip:
    """What was frozen stays as it is; the slip can be changed again, and is to be signed again as a new version.

    Twice is once. Raises ActionRefused where `by` may not, nobody has arrived yet, or no reason is given.
    """
    locked = lock_slip(intervention, by, at)
    require(by, Permission.SLIP_CORRECT, locked.ledger.ticket)
    slip, intervention = slip_of(locked), locked.intervention
    if not slip.is_frozen:
        return slip
    reason = required(reason, _("There is no reason: say in a few words what was not right."), limit=200)
    if intervention.state == State.SIGNED:
        lifecycle.check(intervention.state, State.DONE)
        intervention.state = State.DONE
        intervention.save(update_fields=["state"])
    slip.is_frozen, slip.corrected_because = False, reason
    save_changed(slip, by=by, at=locked.at)
    said = {"new": reason, "slip": slip.number, **in_history(intervention)}
    record(locked.ledger, EventKind.SLIP_CORRECTED, by=by, at=locked.at, **said)
    return slip
