"""The pages of whoever is at a client's, and of whoever looks on from the office."""

from __future__ import annotations

from collections.abc import Iterator

from interventions.choices import State
from interventions.models import Intervention
from tests.journeys.shown import Shown


def on_site() -> Iterator[Shown]:
    """The day of a technician, and slips: to come, under way and signed, and as one who is not sent reads them."""
    yield Shown("/interventions/day/", "technician")
    yield Shown("/interventions/day/?day=2020-01-01", "technician")
    for state in (State.PLANNED, State.UNDER_WAY, State.SIGNED):
        yield Shown(address_of(state), "manager")
    not_sent = Intervention.objects.filter(state=State.PLANNED).exclude(technicians__email="technician@example.org")
    yield Shown(f"/interventions/{not_sent[0].pk}/slip/", "technician", part=".slip-form")


def address_of(state: State) -> str:
    return f"/interventions/{Intervention.objects.filter(state=state).earliest('pk').pk}/slip/"
