"""Somebody leaves: the time of each technician is logged, travel apart, and the ticket goes on."""

from __future__ import annotations

import datetime as dt

import pytest

from interventions.actions.arrive import start_intervention
from interventions.actions.fill import fill_slip
from interventions.actions.leave import leave_site
from interventions.choices import State
from interventions.filling import Filled
from interventions.models import Crew, Intervention, Slip
from tests import factories
from tests.conftest import PARIS
from tests.interventions.conftest import HOUR
from tickets.choices import EventKind, Role, Status, WorkUse
from tickets.models import Event, Ticket, TimeEntry, WorkType
from tickets.refusal import ActionRefused

pytestmark = pytest.mark.django_db
MINUTE = dt.timedelta(minutes=1)


@pytest.fixture
def stay(cast):
    """`stay(visit, from, until, travel=…)`: the technician was there so long; returns the slip."""

    def stayed(visit: Intervention, arrived_at: dt.datetime, departed_at: dt.datetime, travel: int = 0) -> Slip:
        by = {"intervention": visit, "by": cast.technician}
        start_intervention(**by, at=arrived_at)
        if travel:
            fill_slip(**by, filled=Filled(travel_minutes=travel), at=arrived_at)
        return leave_site(**by, at=departed_at)

    return stayed


def logged() -> list[tuple[str, str, int]]:
    entries = TimeEntry.objects.order_by("technician", "work_type")
    return [(entry.technician.name, entry.work_type.use, entry.minutes) for entry in entries]


def test_a_departure_ends_the_visit_and_logs_time_and_travel_apart(plan, stay, cast):
    visit = plan()
    slip = stay(visit, visit.starts_at, visit.starts_at + 75 * MINUTE, travel=20)
    assert Intervention.objects.get().state == State.DONE
    assert slip.departed_at == visit.starts_at + 75 * MINUTE
    assert logged() == [("Technician", WorkUse.ON_SITE, 75), ("Technician", WorkUse.TRAVEL, 20)]
    place = Crew.objects.get()
    assert (place.work_entry.worked_at, place.travel_entry.minutes) == (slip.departed_at, 20)
    event = Event.objects.get(kind=EventKind.VISIT_DONE)
    assert (event.by, event.new, event.data["intervention"]) == (cast.technician, "2026-0001", visit.pk)


def test_each_technician_worked_as_long(plan, stay, cast):
    visit = plan(technicians=[cast.technician, factories.user("jérôme", Role.TECHNICIAN)])
    stay(visit, visit.starts_at, visit.ends_at, travel=15)
    assert sorted(logged()) == [
        ("Jérôme", WorkUse.ON_SITE, 60),
        ("Jérôme", WorkUse.TRAVEL, 15),
        ("Technician", WorkUse.ON_SITE, 60),
        ("Technician", WorkUse.TRAVEL, 15),
    ]


def test_no_minutes_are_no_entry(plan, stay):
    visit = plan()
    stay(visit, visit.starts_at, visit.starts_at + dt.timedelta(seconds=50))
    assert logged() == []
    assert Intervention.objects.get().state == State.DONE


def test_a_ticket_with_another_visit_to_come_is_scheduled_again(plan, stay):
    visit = plan()
    plan(ticket=visit.ticket, starts_at=visit.ends_at + 24 * HOUR)
    stay(visit, visit.starts_at, visit.ends_at)
    assert Ticket.objects.get().status == Status.SCHEDULED


def test_a_ticket_without_stays_in_progress(plan, stay):
    visit = plan()
    stay(visit, visit.starts_at, visit.ends_at)
    assert Ticket.objects.get().status == Status.IN_PROGRESS


def test_who_leaves_twice_leaves_once(plan, stay, cast):
    visit = plan()
    slip = stay(visit, visit.starts_at, visit.ends_at)
    again = leave_site(intervention=visit, by=cast.technician, at=visit.ends_at + HOUR)
    assert (again.departed_at, again.revision) == (slip.departed_at, slip.revision)
    assert len(logged()) == 1


def test_nobody_leaves_before_they_arrive(plan, cast):
    visit = plan()
    with pytest.raises(ActionRefused, match="Nobody has arrived"):
        leave_site(intervention=visit, by=cast.technician, at=visit.starts_at)
    start_intervention(intervention=visit, by=cast.technician, at=visit.starts_at)
    with pytest.raises(ActionRefused, match="before the arrival"):
        leave_site(
            intervention=visit, departed_at=visit.starts_at - MINUTE, by=cast.technician, at=visit.starts_at + HOUR
        )


def test_a_departure_that_was_forgotten_is_asked_for(plan, cast):
    visit = plan()
    start_intervention(intervention=visit, by=cast.technician, at=visit.starts_at)
    with pytest.raises(ActionRefused, match="More than 24 hours"):
        leave_site(intervention=visit, by=cast.technician, at=visit.starts_at + 25 * HOUR)
    assert logged() == []
    leave_site(intervention=visit, departed_at=visit.ends_at, by=cast.technician, at=visit.starts_at + 25 * HOUR)
    assert logged() == [("Technician", WorkUse.ON_SITE, 60)]


def test_a_night_over_midnight_is_as_long_as_it_was(plan, stay):
    evening = dt.datetime(2026, 10, 13, 22, 30, tzinfo=PARIS)
    visit = plan(starts_at=evening, ends_at=evening + 4 * HOUR)
    slip = stay(visit, evening, dt.datetime(2026, 10, 14, 1, 45, tzinfo=PARIS))
    assert logged() == [("Technician", WorkUse.ON_SITE, 195)]
    assert slip.number == "2026-0001"


@pytest.mark.parametrize(
    ("arrival", "departure", "minutes"),
    [
        # The clocks go back: what shows 1 h 30 on them took 2 h 30.
        (dt.datetime(2026, 10, 25, 1, 30, tzinfo=PARIS), dt.datetime(2026, 10, 25, 3, 0, tzinfo=PARIS), 150),
        (dt.datetime(2026, 10, 25, 2, 30, tzinfo=PARIS), dt.datetime(2026, 10, 25, 2, 15, fold=1, tzinfo=PARIS), 45),
        # The clocks go forward: what shows 2 h took one.
        (dt.datetime(2027, 3, 28, 1, 30, tzinfo=PARIS), dt.datetime(2027, 3, 28, 3, 30, tzinfo=PARIS), 60),
    ],
)
def test_a_night_in_which_the_clocks_change_is_as_long_as_it_was(plan, stay, arrival, departure, minutes):
    visit = plan(starts_at=arrival.astimezone(dt.UTC), ends_at=departure.astimezone(dt.UTC))
    stay(visit, arrival, departure)
    assert logged() == [("Technician", WorkUse.ON_SITE, minutes)]


def test_where_no_work_type_is_for_travel_travel_is_logged_as_the_work(plan, stay):
    WorkType.objects.update(use="")
    visit = plan()
    stay(visit, visit.starts_at, visit.ends_at, travel=20)
    assert sorted(TimeEntry.objects.values_list("minutes", flat=True)) == [20, 60]


def test_a_day_without_network_is_sent_in_the_evening_and_says_what_was_when(send, plan):
    visit = plan()
    evening = visit.starts_at + 9 * HOUR
    send("arrive", visit, at=evening, done_at=visit.starts_at.isoformat())
    answer = send("leave", visit, at=evening, done_at=visit.ends_at.isoformat()).json()
    assert (answer["state"], answer["sentence"]) == ("done", "You have left: the time is logged.")
    entry = TimeEntry.objects.get()
    assert (entry.minutes, entry.worked_at) == (60, visit.ends_at)


def test_a_refusal_is_a_sentence_for_a_phone_and_for_a_page(send, plan):
    visit = plan()
    response = send("leave", visit)
    assert (response.status_code, response.json()["sentence"]) == (
        409,
        "Nobody has arrived on this visit: the slip begins with the arrival.",
    )
    assert b"Nobody has arrived on this visit" in send("leave", visit, accept="text/html").content
