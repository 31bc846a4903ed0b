"""An appointment is planned, moved, described and cancelled; nobody is in two places."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from interventions.actions.cancel import cancel_intervention
from interventions.actions.plan import Appointment, move_intervention
from interventions.choices import State
from interventions.clashes import Overlap
from interventions.models import Crew, Intervention
from tests.interventions.conftest import HOUR
from tickets.actions.absence import add_absence
from tickets.choices import EventKind, Status
from tickets.models import Event
from tickets.refusal import ActionRefused

pytestmark = pytest.mark.django_db


def test_a_visit_schedules_its_ticket(plan, cast):
    visit = plan()
    visit.ticket.refresh_from_db()
    assert visit.ticket.status == Status.SCHEDULED
    assert [place.technician for place in visit.crew.all()] == [cast.technician]
    event = Event.objects.get(kind=EventKind.VISIT_PLANNED)
    assert (event.by, event.new) == (cast.operator, "Technician")
    assert event.data["intervention"] == visit.pk


def test_a_technician_is_never_in_two_places(plan, at):
    first = plan()
    with pytest.raises(Overlap, match="Technician is at Clinique des Tamarins on"):
        plan(starts_at=first.starts_at + HOUR / 2)
    assert Intervention.objects.count() == 1
    plan(starts_at=first.ends_at)


def test_the_database_refuses_what_the_action_would_let_through(plan):
    first, second = plan(), plan(despite=True)
    assert list(second.crew.values_list("blocks", flat=True)) == [False]
    with pytest.raises(IntegrityError), transaction.atomic():
        Crew.objects.filter(intervention=second).update(blocks=True)
    assert first.crew.get().blocks


def test_what_was_planned_over_another_visit_is_in_the_way_as_well(plan):
    first = plan()
    plan(despite=True, starts_at=first.starts_at + HOUR / 2)
    with pytest.raises(Overlap):
        plan(starts_at=first.ends_at)


def test_nobody_is_sent_while_absent(plan, cast, at):
    add_absence(user=cast.technician, from_at=at + 20 * HOUR, until_at=at + 30 * HOUR, by=cast.technician, at=at)
    with pytest.raises(Overlap, match="Technician is absent on"):
        plan()
    assert plan(despite=True).crew.count() == 1


def test_a_moved_visit_frees_its_time(plan, cast, at):
    visit = plan()
    later = Appointment(visit.starts_at + 3 * HOUR, visit.ends_at + 3 * HOUR, [cast.technician])
    moved = move_intervention(intervention=visit, appointment=later, seen=0, by=cast.operator, at=at)
    assert moved.sequence == 1
    plan(starts_at=visit.starts_at)
    with pytest.raises(ActionRefused, match="Somebody else moved this visit"):
        move_intervention(intervention=visit, appointment=later, seen=0, by=cast.operator, at=at)


def test_a_cancelled_visit_frees_its_time_and_its_ticket(plan, cast, at):
    visit = plan()
    cancelled = cancel_intervention(intervention=visit, reason="Le client est fermé", by=cast.operator, at=at)
    assert cancelled.state == State.CANCELLED
    assert Intervention.objects.get().ticket.status != Status.SCHEDULED
    plan(starts_at=visit.starts_at)
    with pytest.raises(ActionRefused, match="“Cancelled”"):
        move_intervention(
            intervention=visit,
            appointment=Appointment(visit.starts_at, visit.ends_at, [cast.technician]),
            by=cast.operator,
            at=at,
        )
