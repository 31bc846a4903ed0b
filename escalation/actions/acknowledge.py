"""Acknowledge: somebody who was told says that they know."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from escalation import notifications
from escalation.models import Escalation
from tickets.actions.frame import lock, record
from tickets.choices import EventKind
from tickets.models import User
from tickets.permissions import Permission, require
from tickets.refusal import ActionRefused


@transaction.atomic
def acknowledge_escalation(*, escalation: Escalation, by: User, at: dt.datetime) -> Escalation:
    """Somebody has read it and sees to it; the ladder goes on all the same. Who asked for it is told.

    Raises ActionRefused where `by` may not, or somebody has done it before.
    """
    ledger, at = lock(escalation.ticket, at)
    require(by, Permission.ESCALATION_ACKNOWLEDGE, ledger.ticket)
    escalation = Escalation.objects.select_related("acknowledged_by", "asked_by__user", "by").get(pk=escalation.pk)
    if escalation.acknowledged_by is not None:
        raise ActionRefused(_("%(name)s has acknowledged it already.") % {"name": escalation.acknowledged_by})
    escalation.acknowledged_at, escalation.acknowledged_by = at, by
    escalation.save()
    record(ledger, EventKind.ACKNOWLEDGED, by=by, at=at, new=escalation.name, level=escalation.level)
    notifications.acknowledged(escalation, ledger.ticket, at=at)
    return escalation
