"""The frame of every action on a visit: the ticket is locked first, then the visit."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from interventions.choices import State
from interventions.models import Intervention
from tickets.actions.frame import lock
from tickets.choices import OPEN_STATUSES, Status
from tickets.clocks import Ledger
from tickets.models import User
from tickets.refusal import ActionRefused


def lock_intervention(intervention: Intervention, at: dt.datetime) -> tuple[Ledger, Intervention, dt.datetime]:
    """The ledger of its ticket and the visit as they are now, locked until the transaction ends, and the instant to
    use. Where its ticket was merged meanwhile, the visit goes with it.
    """
    ticket = Intervention.objects.select_related("ticket").get(pk=intervention.pk).ticket
    ledger, at = lock(ticket, at)
    locked = Intervention.objects.select_for_update(of=("self",)).select_related("site", "contact")
    found = locked.get(pk=intervention.pk)
    if found.ticket_id != ledger.ticket.pk:
        raise ActionRefused(_("This intervention was just moved to another ticket: look again."))
    found.ticket = ledger.ticket
    return ledger, found, at


def lock_people(technicians: Iterable[User]) -> list[User]:
    """The technicians, locked in one order, so that two who plan for the same person take turns."""
    people = User.objects.select_for_update(no_key=True).filter(pk__in={person.pk for person in technicians})
    return list(people.order_by("pk"))


def has_other_visits(intervention: Intervention) -> bool:
    """Whether the ticket has another visit to come."""
    others = Intervention.objects.filter(ticket=intervention.ticket_id, state=State.PLANNED)
    return others.exclude(pk=intervention.pk).exists()


def status_without(intervention: Intervention) -> Status:
    """What an open ticket becomes once this visit is no more to come."""
    ticket = intervention.ticket
    if ticket.status != Status.SCHEDULED or ticket.status not in OPEN_STATUSES or has_other_visits(intervention):
        return Status(ticket.status)
    return Status.ASSIGNED if ticket.technician_id else Status.IN_PROGRESS


def in_history(intervention: Intervention) -> dict[str, Any]:
    """What the history of the ticket keeps of a visit, beside who did what."""
    return {
        "intervention": intervention.pk,
        "starts_at": intervention.starts_at.isoformat(),
        "ends_at": intervention.ends_at.isoformat(),
    }
