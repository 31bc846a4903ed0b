"""Visits, planned by the same action as in the product."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from interventions.actions.plan import Appointment, Errand, plan_intervention
from interventions.models import Intervention
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
