"""An appointment is planned, moved, described and cancelled; nobody is in two places."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from interventions.actions.cancel import cancel_intervention
from interventions.actions.plan import Appointment, Errand, describe_intervention, move_intervention
from interventions.actions.site import Place
from interventions.choices import State
from interventions.clashes import Overlap
from interventions.models import Crew, Intervention, Site
from tests import factories
from tests.interventions.conftest import HOUR, paris
from tickets.actions.absence import add_absence
from tickets.actions.resolve import resolve_ticket
from tickets.choices import EventKind, Role, Status
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


@pytest.mark.parametrize(
    ("start", "end", "fold", "sentence"),
    [
        ("2026-10-13T10:00", "2026-10-13T10:00", 0, "A visit ends after it starts"),
        ("2026-10-13T10:00", "2026-10-14T10:01", 0, "A visit lasts 24 hours at most"),
        # From midnight to midnight, 25 hours.
        ("2026-10-25T00:00", "2026-10-26T00:00", 0, "A visit lasts 24 hours at most"),
        # By the clock on the wall it would end before it starts.
        ("2026-10-25T02:30", "2026-10-25T02:15", 1, ""),
        ("2026-03-29T01:30", "2026-03-29T03:15", 0, ""),
    ],
)
def test_how_long_a_visit_is_counts_in_real_time(plan, start, end, fold, sentence):
    span = {"starts_at": paris(start), "ends_at": paris(end).replace(fold=fold)}
    if not sentence:
        # Python holds an instant of the hour that comes twice to be equal to none of another zone.
        place = plan(**span).crew.get().span
        assert [place.lower, place.upper] == [edge.astimezone(dt.UTC) for edge in span.values()]
        return
    with pytest.raises(ActionRefused, match=sentence):
        plan(**span)


def test_only_technicians_who_work_here_are_sent(plan, cast):
    with pytest.raises(ActionRefused, match="Nobody would come"):
        plan(technicians=[])
    with pytest.raises(ActionRefused, match="Manager is not a technician who can be sent"):
        plan(technicians=[cast.technician, cast.manager])
    cast.technician.is_active = False
    cast.technician.save()
    with pytest.raises(ActionRefused, match="Technician is not a technician who can be sent"):
        plan()


def test_nobody_is_sent_for_what_is_over_or_by_a_client(plan, open_ticket, cast, at):
    over = resolve_ticket(ticket=open_ticket(), solution="Rebranché", by=cast.technician, at=at)
    with pytest.raises(ActionRefused, match="reopen it first"):
        plan(ticket=over)
    with pytest.raises(ActionRefused, match="Your role does not allow this"):
        plan(by=cast.client)
    assert not Intervention.objects.exists()


def test_of_a_crew_one_who_is_busy_is_enough_to_refuse(plan, cast):
    other = factories.user("ines", Role.TECHNICIAN)
    plan(technicians=[other])
    with pytest.raises(Overlap) as refused:
        plan(technicians=[cast.technician, other])
    assert [clash.technician for clash in refused.value.clashes] == [other]
    both = plan(technicians=[cast.technician, other], despite=True)
    assert dict(both.crew.values_list("technician__name", "blocks")) == {"Technician": True, "Ines": False}


def test_what_is_said_again_is_nothing_new(plan, cast, at):
    visit = plan()
    by = {"by": cast.operator, "at": at}
    same = Appointment(visit.starts_at, visit.ends_at, [cast.technician])
    assert move_intervention(intervention=visit, appointment=same, **by).sequence == 0
    errand = Errand(visit.purpose, contact=visit.contact)
    assert describe_intervention(intervention=visit, errand=errand, **by).sequence == 0
    assert not Event.objects.filter(kind=EventKind.VISIT_MOVED).exists()
    other = Errand("Deux onduleurs", contact=visit.contact, site=Place("12 rue des Lilas"))
    changed = describe_intervention(intervention=visit, errand=other, **by)
    assert (changed.sequence, changed.site, changed.site.account) == (1, Site.objects.get(), cast.account)


def test_a_visit_is_to_a_site_of_its_client(plan, cast):
    with pytest.raises(ActionRefused, match="another client"):
        plan(site=Site.objects.create(account=cast.other, address="Ailleurs"))


def test_a_ticket_stays_scheduled_while_another_visit_is_to_come(plan, open_ticket, cast, at):
    ticket = open_ticket()
    first, second = plan(ticket=ticket), plan(ticket=ticket, starts_at=at + 48 * HOUR)
    cancel_intervention(intervention=first, reason="Le client est fermé", by=cast.operator, at=at)
    ticket.refresh_from_db()
    assert ticket.status == Status.SCHEDULED
    with pytest.raises(ActionRefused, match="There is no reason"):
        cancel_intervention(intervention=second, reason=" ", by=cast.operator, at=at)
