"""Times are corrected by hand, with a reason, and what was logged with them."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from interventions.actions.arrive import start_intervention
from interventions.actions.times import correct_times
from interventions.choices import State
from interventions.forms.slip import TimesForm
from interventions.models import Crew, Intervention, Slip
from tests.conftest import PARIS
from tests.interventions.conftest import HOUR
from tickets.choices import EventKind, Status
from tickets.models import Event, Ticket, TimeEntry
from tickets.refusal import ActionRefused

pytestmark = pytest.mark.django_db
MINUTE = dt.timedelta(minutes=1)


@pytest.fixture
def correct(cast, at):
    """Correct the times of a slip; what is not given stays."""

    def corrected(slip: Slip, **given: object) -> Slip:
        times = {"arrived_at": slip.arrived_at, "departed_at": slip.departed_at, "travel_minutes": slip.travel_minutes}
        said = {"reason": "Téléphone oublié", "by": cast.technician, "at": at, **times, **given}
        return correct_times(intervention=slip.intervention, **said)

    return corrected


def minutes() -> list[int]:
    return list(TimeEntry.objects.order_by("minutes").values_list("minutes", flat=True))


def test_corrected_times_correct_what_was_logged(visited, correct):
    slip = visited()
    assert minutes() == [60]
    correct(slip, arrived_at=slip.arrived_at - 30 * MINUTE, travel_minutes=25)
    assert minutes() == [25, 90]
    slip.refresh_from_db()
    assert (slip.times_corrected_because, slip.revision) == ("Téléphone oublié", 3)
    corrected = Event.objects.get(kind=EventKind.SLIP_CORRECTED)
    assert corrected.new == "Téléphone oublié"
    entry = Event.objects.get(kind=EventKind.TIME_CORRECTED)
    assert (entry.old, entry.new) == ("60 min, Sur site", "90 min, Sur site")


def test_the_same_again_is_nothing(visited, correct):
    slip = visited()
    events = Event.objects.count()
    assert correct(slip, reason="").revision == slip.revision
    assert Event.objects.count() == events


def test_other_times_need_a_reason_and_travel_does_not(visited, correct):
    slip = visited()
    with pytest.raises(ActionRefused, match="There is no reason"):
        correct(slip, arrived_at=slip.arrived_at - MINUTE, reason=" ")
    assert correct(slip, travel_minutes=10, reason="").travel_minutes == 10
    assert Slip.objects.get().times_corrected_because == ""


def test_travel_that_was_none_leaves_no_entry(visited, correct):
    slip = visited()
    correct(slip, travel_minutes=10)
    slip.refresh_from_db()
    correct(slip, travel_minutes=0)
    assert minutes() == [60]
    assert Crew.objects.get().travel_entry is None


def test_without_a_departure_the_visit_is_under_way_again(visited, correct):
    slip = visited()
    correct(slip, departed_at=None)
    assert Intervention.objects.get().state == State.UNDER_WAY
    assert (Slip.objects.get().departed_at, minutes()) == (None, [])


def test_a_ticket_is_in_progress_again_with_its_visit(plan, visited, correct):
    slip = visited()
    plan(ticket=slip.intervention.ticket)
    assert Ticket.objects.get().status == Status.SCHEDULED
    correct(slip, departed_at=None)
    assert Ticket.objects.get().status == Status.IN_PROGRESS


def test_a_departure_by_hand_ends_the_visit(plan, cast, at, correct):
    visit = plan(starts_at=at - 2 * HOUR, at=at - 3 * HOUR)
    slip = start_intervention(intervention=visit, by=cast.technician, at=at - 2 * HOUR)
    correct(slip, departed_at=at - HOUR)
    assert Intervention.objects.get().state == State.DONE
    assert minutes() == [60]
    assert Event.objects.filter(kind=EventKind.VISIT_DONE).count() == 1


@pytest.mark.parametrize(
    ("arrival", "departure", "sentence"),
    [(0, -61, "before the arrival"), (30, 90, "still to come"), (-25 * 60, 0, "More than 24 hours")],
)
def test_senseless_times_change_nothing(visited, correct, arrival, departure, sentence):
    slip = visited()
    with pytest.raises(ActionRefused, match=sentence):
        correct(
            slip,
            arrived_at=slip.arrived_at + arrival * MINUTE,
            departed_at=slip.departed_at + departure * MINUTE,
        )
    assert minutes() == [60]


def test_the_travel_of_last_year_is_corrected_and_its_arrival_not_moved_there(visited, correct, at):
    slip, later = visited(), at + dt.timedelta(days=200)
    assert correct(slip, travel_minutes=10, at=later).travel_minutes == 10
    with pytest.raises(ActionRefused, match="more than 90 days ago"):
        correct(slip, arrived_at=slip.arrived_at - MINUTE, at=later)


def test_travel_lasts_a_day_at_most(visited, correct):
    slip = visited()
    for wrong in (-1, 24 * 60 + 1):
        with pytest.raises(ActionRefused, match="Travel is from 0 minutes to 24 hours"):
            correct(slip, travel_minutes=wrong)


def test_a_frozen_slip_keeps_its_times(visited, correct):
    slip = visited()
    Slip.objects.update(is_frozen=True)
    with pytest.raises(ActionRefused, match="This slip is signed: correct it first."):
        correct(slip, travel_minutes=10)
    assert Slip.objects.get().travel_minutes == 0


def test_the_number_stays_whatever_the_year_of_the_arrival(plan, cast, correct):
    new_year = dt.datetime(2027, 1, 1, 0, 30, tzinfo=PARIS)
    slip = start_intervention(intervention=plan(starts_at=new_year), by=cast.technician, at=new_year)
    correct(slip, arrived_at=new_year - HOUR, at=new_year)
    slip.refresh_from_db()
    assert (slip.arrived_at, slip.number) == (new_year - HOUR, "2027-0001")


def test_times_are_typed_in_the_zone_of_the_reader(send, visited):
    slip = visited()
    local = timezone.localtime(slip.arrived_at, PARIS)
    fields = {
        "arrived_at": f"{local:%Y-%m-%dT08:45}",
        "departed_at": f"{local:%Y-%m-%dT09:30}",
        "travel_minutes": "15",
        "reason": "Oubli",
    }
    answer = send("times", slip.intervention, at=slip.departed_at, **fields).json()
    assert answer["sentence"] == "The times are corrected."
    assert answer["arrived_at"] == local.replace(hour=8, minute=45).astimezone(dt.UTC).isoformat()
    assert minutes() == [15, 45]


def test_nothing_typed_is_lost_where_something_is_wrong(send, visited):
    slip = visited()
    fields = {"arrived_at": "hier", "departed_at": "", "travel_minutes": "x", "reason": "Oubli de ma part"}
    response = send("times", slip.intervention, accept="text/html", **fields)
    page = response.content.decode()
    assert response.status_code == 422
    assert "“hier” is no date and time" in page
    assert 'value="Oubli de ma part"' in page
    errors = send("times", slip.intervention, **fields).json()["errors"]
    assert set(errors) == {"arrived_at", "travel_minutes"}


def typed(arrived_at: str, departed_at: str, slip: Slip | None = None) -> TimesForm:
    fields = {"arrived_at": arrived_at, "departed_at": departed_at, "reason": "Nuit"}
    return TimesForm(fields, slip=slip, at=dt.datetime(2027, 4, 1, tzinfo=dt.UTC))


def test_in_the_hour_that_comes_twice_one_leaves_after_one_arrives():
    form = typed("2026-10-25T02:30", "2026-10-25T02:15")
    assert form.is_valid()
    stayed = form.cleaned_data["departed_at"].astimezone(dt.UTC) - form.cleaned_data["arrived_at"].astimezone(dt.UTC)
    assert stayed == 45 * MINUTE


def test_a_time_that_is_not_changed_stays_in_the_second_of_two_hours():
    second = dt.datetime(2026, 10, 25, 1, 30, tzinfo=dt.UTC)
    slip = Slip(arrived_at=second, departed_at=second + HOUR)
    form = typed("2026-10-25T02:30", "2026-10-25T03:30", slip)
    assert form.is_valid()
    assert form.cleaned_data["arrived_at"] == second


def test_a_time_that_the_clocks_left_out_is_refused():
    form = typed("2027-03-28T02:30", "")
    assert not form.is_valid()
    assert "The clocks went forward" in form.errors["arrived_at"][0]
