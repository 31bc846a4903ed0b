"""Visits, planned by the same action as in the product."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.test import Client

from interventions.actions.arrive import start_intervention
from interventions.actions.leave import leave_site
from interventions.actions.plan import Appointment, Errand, plan_intervention
from interventions.models import Intervention, Site, Slip
from tests import factories
from tests.conftest import PARIS, Cast
from tickets.choices import Role
from tickets.models import Letterhead, Ticket, User, WorkType

HOUR = dt.timedelta(hours=1)


def paris(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=PARIS)


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


@pytest.fixture
def send(client: Client, cast: Cast) -> Callable[..., Any]:
    """`send("arrive", visit, ...)`: a verb of the slip as a phone sends it, by the technician when the visit starts.

    `by`, `at` and `accept` may be given; all else are fields.
    """

    def sent(verb: str, visit: Intervention, *, by: User | None = None, **fields: Any) -> Any:
        person = by or cast.technician
        User.objects.filter(pk=person.pk).update(language="en")
        client.force_login(person)
        at, accept = fields.pop("at", visit.starts_at), fields.pop("accept", "application/json")
        with time_machine.travel(at, tick=False):
            return client.post(f"/interventions/{visit.pk}/slip/{verb}/", fields, headers={"Accept": accept})

    return sent


@pytest.fixture
def crowd(plan: Callable[..., Intervention]) -> Callable[[int], list[Intervention]]:
    """So many visits at one time, each of a technician of its own."""

    def planned(count: int) -> list[Intervention]:
        people = [factories.user(f"technician-{number}", Role.TECHNICIAN) for number in range(count)]
        return [plan(technicians=[person]) for person in people]

    return planned


@pytest.fixture
def slip(plan: Callable[..., Intervention], cast: Cast, at: dt.datetime, settings: Any, tmp_path: Path) -> Slip:
    """The slip 2026-0042 of a visit that is over, written and not frozen yet."""
    settings.MEDIA_ROOT = tmp_path
    Letterhead.objects.update_or_create(
        pk=1,
        defaults={
            "name": "Prado Infogérance",
            "address": "12 traverse des Cyprès\n13008 Marseille",
            "phone": "+33199001300",
        },
    )
    site = Site.objects.create(account=cast.account, address="3 rue des Lices\n13007 Marseille")
    return Slip.objects.create(
        intervention=plan(site=site),
        year=2026,
        sequence=42,
        arrived_at=at + 24 * HOUR,
        departed_at=at + 25 * HOUR + HOUR / 4,
        travel_minutes=35,
        work_type=WorkType.objects.get(name="Sur site"),
        findings="Onduleur en défaut, batterie gonflée.",
        observations="Onduleur remplacé.",
        changed_by=cast.technician,
        changed_at=at,
    )


@pytest.fixture
def office(client: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch, at: dt.datetime) -> Client:
    """The operator's browser, on Monday at ten."""
    monkeypatch.setattr("helpdesk.middleware.timezone.now", lambda: at)
    client.force_login(cast.operator)
    return client
