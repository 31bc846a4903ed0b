"""What waits for an appointment."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from interventions.choices import State
from interventions.models import Intervention
from tickets.choices import OPEN_STATUSES, Status, WorkUse
from tickets.models import Ticket
from tickets.readings import Reading, next_reading, with_clocks

# More than these are found in the list of tickets.
MOST = 24


@dataclass(frozen=True)
class ToPlan:
    """A ticket that somebody has to go for, and what its clock says."""

    ticket: Ticket
    reading: Reading | None


def tickets_to_plan() -> QuerySet[Ticket]:
    """Open tickets to be done on site, or scheduled, for which no visit is to come: next due first."""
    to_come = Intervention.objects.filter(ticket=OuterRef("pk"), state__in=(State.PLANNED, State.UNDER_WAY))
    wanted = Q(work_type__use=WorkUse.ON_SITE) | Q(status=Status.SCHEDULED)
    open_tickets = Ticket.objects.filter(wanted, ~Exists(to_come), status__in=OPEN_STATUSES)
    return open_tickets.order_by(F("next_due_at").asc(nulls_last=True), "number")


def to_plan(at: dt.datetime) -> tuple[list[ToPlan], int]:
    """The first of them with their clocks at `at`, and how many there are; in a constant number of queries."""
    found = tickets_to_plan()
    shown = with_clocks(found.select_related("account", "technician"))[:MOST]
    first = [ToPlan(ticket, next_reading(ticket, at)) for ticket in shown]
    return first, len(first) if len(first) < MOST else found.count()
