"""Visits, planned by the same action as in the product."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from interventions.actions.arrive import start_intervention
from interventions.actions.leave import leave_site
from interventions.actions.plan import Appointment, Errand, plan_intervention
from interventions.models import Intervention, Slip
from tests.conftest import Cast
from tickets.models import Ticket

HOUR = dt.timedelta(hours=1)


@pytest.fixture
def plan(cast: Cast, open_ticket: Callable[..., Ticket], at: dt.datetime) -> Callable[..., Intervention]:
    """A visit of the technician, one hour long, a day from now; any part of it may be given."""

    def planned(**given: Any) -> Intervention:
        starts_at = given.get("starts_at", at + 24 * HOUR)
        appointment = Appointment(
            starts_at,
            given.get("ends_at", starts_at + HOUR),
            given.get("technicians", [cast.technician]),
            despite=given.get("despite", False),
        )
        errand = Errand(
            given.get("purpose", "Remplacer l’onduleur"),
            site=given.get("site"),
            contact=given.get("contact", cast.contact),
            instructions=given.get("instructions", ""),
        )
        by = {"by": given.get("by", cast.operator), "at": given.get("at", at)}
        ticket = given.get("ticket") or open_ticket()
        return plan_intervention(ticket=ticket, appointment=appointment, errand=errand, **by)

    return planned


@pytest.fixture
def visited(plan: Callable[..., Intervention], cast: Cast, at: dt.datetime) -> Callable[..., Slip]:
    """The slip of a visit that is over: an hour there, now, by the technician; any part of `plan` may be given."""

    def done(**given: Any) -> Slip:
        visit = plan(**{"starts_at": at - HOUR, "at": at - 2 * HOUR, **given})
        start_intervention(intervention=visit, by=cast.technician, at=at - HOUR)
        slip = leave_site(intervention=visit, by=cast.technician, at=at)
        slip.findings, slip.observations = "Onduleur en défaut", "Onduleur remplacé"
        slip.save()
        slip.supplies.create(quantity=Decimal("0.5"), unit="m", designation="Câble", reference="C13")
        return slip

    return done
