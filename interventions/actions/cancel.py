"""Cancel a visit."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from interventions import lifecycle, notifications
from interventions.actions.frame import in_history, lock_intervention, status_without
from interventions.choices import State
from interventions.models import Intervention, Slip
from tickets.actions.frame import move, record, required
from tickets.choices import EventKind
from tickets.models import Ticket, User
from tickets.permissions import Permission, require
from tickets.refusal import ActionRefused


@transaction.atomic
def cancel_intervention(*, intervention: Intervention, reason: str, by: User, at: dt.datetime) -> Intervention:
    """The visit does not take place: its time is free again, and whom it concerned is told why. Twice is once.

    A ticket without another visit to come is not scheduled any more. Raises ActionRefused where `by` may not, it has
    begun, its slip has a number, or no reason is given.
    """
    ledger, intervention, at = lock_intervention(intervention, at)
    require(by, Permission.VISIT_PLAN, ledger.ticket)
    if intervention.state == State.CANCELLED:
        return intervention
    lifecycle.check(intervention.state, State.CANCELLED)
    _refuse_numbered(intervention)
    nothing = _("There is no reason: say in a few words why nobody comes.")
    _cancel(intervention, required(reason, nothing, limit=200), by, at)
    status = status_without(intervention)
    if status != ledger.ticket.status:
        move(ledger, status, at)
    record(ledger, EventKind.VISIT_CANCELLED, by=by, at=at, new=reason, **in_history(intervention))
    return intervention


def call_off(*, ticket: Ticket, reason: str, by: User, at: dt.datetime) -> None:
    """Nobody comes for a ticket that was just cancelled, in the same transaction: its history says so already."""
    for intervention in Intervention.objects.filter(ticket=ticket, state=State.PLANNED, slip=None):
        _cancel(intervention, reason, by, at)


def _cancel(intervention: Intervention, reason: str, by: User, at: dt.datetime) -> None:
    intervention.cancelled_because = reason
    intervention.state = State.CANCELLED
    intervention.sequence += 1
    intervention.save()
    intervention.crew.update(blocks=False)
    notifications.cancelled(intervention, by=by, at=at)


def _refuse_numbered(intervention: Intervention) -> None:
    """The number of a visit that does not take place would be a gap in the year."""
    slip = Slip.objects.filter(intervention=intervention).first()
    if slip is not None:
        raise ActionRefused(
            _("This visit has the slip %(number)s: move it, or carry it out.") % {"number": slip.number}
        )
