"""Somebody arrives: the slip gets its number, once, without a gap in the year."""

from __future__ import annotations

import datetime as dt
import multiprocessing
import uuid
from collections.abc import Callable

import pytest
from django.db import transaction

from interventions.actions.arrive import start_intervention, undo_arrival
from interventions.actions.cancel import cancel_intervention
from interventions.actions.leave import leave_site
from interventions.actions.numbering import take_number
from interventions.choices import State
from interventions.models import Intervention, Receipt, Slip, SlipCounter
from sla.choices import Metric
from tests import factories
from tests.conftest import PARIS
from tests.interventions.conftest import HOUR
from tests.processes import finish, gate, start, wait_for_the_gone
from tickets.actions.resolve import resolve_ticket
from tickets.actions.wait import wait_for
from tickets.choices import EventKind, Role, Status, WorkUse
from tickets.models import Event, Ticket, WorkType
from tickets.refusal import ActionRefused

MINUTE = dt.timedelta(minutes=1)


@pytest.mark.django_db
def test_an_arrival_begins_the_slip_and_the_work_on_the_ticket(plan, cast):
    visit = plan()
    slip = start_intervention(
        intervention=visit, by=cast.technician, at=visit.starts_at + dt.timedelta(minutes=2, seconds=40)
    )
    assert (slip.number, slip.revision, slip.arrived_at) == ("2026-0001", 1, visit.starts_at + 2 * MINUTE)
    assert slip.work_type == WorkType.objects.get(use=WorkUse.ON_SITE)
    assert Intervention.objects.get().state == State.UNDER_WAY
    assert Ticket.objects.get().status == Status.IN_PROGRESS
    event = Event.objects.get(kind=EventKind.VISIT_STARTED)
    assert (event.by, event.new, event.data["intervention"]) == (cast.technician, "2026-0001", visit.pk)


@pytest.mark.django_db
def test_who_is_there_has_answered(plan, cast):
    visit = plan()
    start_intervention(intervention=visit, by=cast.technician, at=visit.starts_at)
    clock = visit.ticket.clocks.get(metric=Metric.RESPONSE)
    assert clock.stopped_at == Ticket.objects.get().responded_at == visit.starts_at


@pytest.mark.django_db
def test_a_pause_ends_where_somebody_is_there(plan, cast, at):
    visit = plan()
    wait_for(ticket=visit.ticket, status=Status.WAITING_CLIENT, reason="clé", by=cast.operator, at=at)
    start_intervention(intervention=visit, by=cast.technician, at=visit.starts_at)
    assert visit.ticket.pauses.get().until_at == visit.starts_at


@pytest.mark.django_db
def test_a_ticket_that_is_over_stays_over(plan, cast, at):
    visit = plan()
    resolve_ticket(ticket=visit.ticket, solution="Redémarré à distance", by=cast.operator, at=at)
    slip = start_intervention(intervention=visit, by=cast.technician, at=visit.starts_at)
    assert Ticket.objects.get().status == Status.RESOLVED
    assert slip.number == "2026-0001"


@pytest.mark.django_db
def test_two_who_arrive_together_have_one_slip_as_the_first_said(plan, cast):
    other = factories.user("jérôme", Role.TECHNICIAN)
    visit = plan(technicians=[cast.technician, other])
    first = start_intervention(intervention=visit, by=cast.technician, at=visit.starts_at)
    second = start_intervention(intervention=visit, by=other, at=visit.starts_at + 10 * MINUTE)
    assert (second.pk, second.arrived_at) == (first.pk, visit.starts_at)
    assert Event.objects.filter(kind=EventKind.VISIT_STARTED).count() == 1


@pytest.mark.django_db
def test_a_technician_who_is_not_sent_does_not_fill_in_the_slip(plan, cast):
    visit = plan()
    stranger = factories.user("loïc", Role.TECHNICIAN)
    for nobody in (stranger, cast.client, cast.partner):
        with pytest.raises(ActionRefused):
            start_intervention(intervention=visit, by=nobody, at=visit.starts_at)
    assert not Slip.objects.exists()
    for planner in (cast.operator, cast.manager, cast.administrator):
        assert start_intervention(intervention=visit, by=planner, at=visit.starts_at).number == "2026-0001"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("off", "sentence"),
    [(dt.timedelta(hours=1), "still to come"), (dt.timedelta(days=-91), "more than 90 days ago")],
)
def test_an_arrival_is_neither_to_come_nor_long_ago(plan, cast, off, sentence):
    visit = plan()
    with pytest.raises(ActionRefused, match=sentence):
        start_intervention(intervention=visit, arrived_at=visit.starts_at + off, by=cast.technician, at=visit.starts_at)
    assert not SlipCounter.objects.exists()


@pytest.mark.django_db
def test_nobody_arrives_on_a_cancelled_visit(plan, cast, at):
    visit = plan()
    cancel_intervention(intervention=visit, reason="Fermé", by=cast.operator, at=at)
    with pytest.raises(ActionRefused, match="“Cancelled”: it cannot become “Under way”"):
        start_intervention(intervention=visit, by=cast.technician, at=visit.starts_at)


@pytest.mark.django_db
def test_the_year_of_a_number_is_that_of_the_arrival_where_the_house_is(plan, cast):
    before_midnight = dt.datetime(2026, 12, 31, 22, 30, tzinfo=dt.UTC)
    numbers = []
    for instant in (before_midnight, before_midnight + HOUR, before_midnight + 2 * HOUR):
        visit = plan(starts_at=instant, ends_at=instant + HOUR)
        numbers.append(start_intervention(intervention=visit, by=cast.technician, at=instant).number)
    assert numbers == ["2026-0001", "2027-0001", "2027-0002"]


@pytest.mark.django_db
def test_what_is_sent_after_new_year_is_numbered_in_the_year_of_the_arrival(plan, cast):
    evening = dt.datetime(2026, 12, 31, 18, 0, tzinfo=PARIS)
    visit = plan(starts_at=evening)
    slip = start_intervention(intervention=visit, arrived_at=evening, by=cast.technician, at=evening + 30 * HOUR)
    assert (slip.number, slip.arrived_at) == ("2026-0001", evening)


@pytest.mark.django_db
def test_an_arrival_taken_back_keeps_its_number_for_when_somebody_is_there(plan, cast, at):
    visit = plan()
    start_intervention(intervention=visit, by=cast.technician, at=visit.starts_at)
    undo_arrival(intervention=visit, by=cast.technician, at=visit.starts_at + MINUTE)
    assert Intervention.objects.get().state == State.PLANNED
    assert Ticket.objects.get().status == Status.SCHEDULED
    again = start_intervention(intervention=visit, by=cast.technician, at=visit.starts_at + HOUR)
    assert (again.number, again.arrived_at) == ("2026-0001", visit.starts_at + HOUR)
    assert SlipCounter.objects.get().last == Slip.objects.count() == 1


@pytest.mark.django_db
def test_who_has_left_was_there(plan, cast):
    visit = plan()
    start_intervention(intervention=visit, by=cast.technician, at=visit.starts_at)
    leave_site(intervention=visit, by=cast.technician, at=visit.ends_at)
    with pytest.raises(ActionRefused, match="“Done”: it cannot become “Planned”"):
        undo_arrival(intervention=visit, by=cast.technician, at=visit.ends_at)


@pytest.mark.django_db
def test_a_visit_with_a_number_is_not_cancelled_any_more(plan, cast):
    visit = plan()
    start_intervention(intervention=visit, by=cast.technician, at=visit.starts_at)
    undo_arrival(intervention=visit, by=cast.technician, at=visit.starts_at)
    with pytest.raises(ActionRefused, match="2026-0001"):
        cancel_intervention(intervention=visit, reason="Fermé", by=cast.operator, at=visit.starts_at)
    assert Intervention.objects.get().state == State.PLANNED


@pytest.mark.django_db
def test_an_arrival_by_one_tap_is_a_form_that_needs_no_script(send, plan):
    visit = plan()
    response = send("arrive", visit, accept="text/html")
    assert (response.status_code, response.url) == (302, f"/interventions/{visit.pk}/slip/")
    assert Slip.objects.get().arrived_at == visit.starts_at


@pytest.mark.django_db
def test_what_was_done_without_network_is_as_of_then(send, plan):
    visit = plan()
    key = str(uuid.uuid4())
    done_at = (visit.starts_at - 3 * HOUR).isoformat()
    answer = send("arrive", visit, key=key, done_at=done_at).json()
    assert (answer["state"], answer["number"], answer["frozen"]) == ("under_way", "2026-0001", False)
    assert Slip.objects.get().arrived_at == visit.starts_at - 3 * HOUR
    assert str(Receipt.objects.get().key) == key


@pytest.mark.django_db
def test_a_phone_whose_clock_is_ahead_is_told(send, plan):
    visit = plan()
    response = send("arrive", visit, done_at=(visit.starts_at + HOUR).isoformat())
    assert response.status_code == 422
    assert "clock of this phone" in response.json()["errors"]["done_at"][0]
    assert not Slip.objects.exists()
    # A few minutes are set right.
    send("arrive", visit, done_at=(visit.starts_at + 4 * MINUTE).isoformat())
    assert Slip.objects.get().arrived_at == visit.starts_at


@pytest.mark.django_db
def test_a_key_sent_twice_is_done_once_and_answered_twice(send, plan):
    visit = plan()
    key = str(uuid.uuid4())
    answers = [send("arrive", visit, key=key) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert send("arrive_undo", visit).json()["state"] == "planned"
    assert send("arrive", visit, key=key).json()["state"] == "planned"


@pytest.mark.django_db
def test_a_key_stands_for_one_change(send, plan):
    visit, other = plan(), plan(despite=True)
    key = str(uuid.uuid4())
    send("arrive", visit, key=key)
    for verb, where in (("leave", visit), ("arrive", other)):
        response = send(verb, where, key=key)
        assert (response.status_code, response.json()["sentence"][:8]) == (409, "This key")


@pytest.mark.django_db
def test_what_was_refused_may_be_sent_again_under_its_key(send, plan):
    visit = plan()
    key = str(uuid.uuid4())
    assert send("leave", visit, key=key).status_code == 409
    send("arrive", visit)
    assert send("leave", visit, key=key).json()["state"] == "done"


EIGHT = 8


def numbers_without_gap() -> None:
    slips = list(Slip.objects.order_by("sequence").values_list("year", "sequence"))
    assert slips == [(2026, sequence) for sequence in range(1, len(slips) + 1)]
    assert SlipCounter.objects.get().last == len(slips)


@pytest.mark.process
@pytest.mark.django_db(transaction=True)
def test_eight_processes_that_arrive_at_once_take_numbers_without_gap_or_double(crowd, cast):
    """Each process arrives three times; every third arrival fails at the last moment, after it took its number."""
    visits = crowd(EIGHT * 3)
    together = multiprocessing.get_context("fork").Barrier(EIGHT)

    def work(mine: list[Intervention]) -> Callable[[], None]:
        def arrive() -> None:
            together.wait()
            for place, visit in enumerate(mine):
                _arrive(visit, fails=place == 1)

        return arrive

    processes = [start(work(visits[place::EIGHT])) for place in range(EIGHT)]
    for process in processes:
        finish(process)
    wait_for_the_gone()
    assert Slip.objects.count() == EIGHT * 2
    numbers_without_gap()


class Fails(Exception):
    """What happens to a transaction after it took its number."""


def _arrive(visit: Intervention, *, fails: bool) -> None:
    person = visit.technicians.get()
    try:
        with transaction.atomic():
            start_intervention(intervention=visit, by=person, at=visit.starts_at)
            if fails:
                raise Fails
    except Fails:
        pass


@pytest.mark.process
@pytest.mark.django_db(transaction=True)
def test_one_visit_that_eight_arrive_at_has_one_slip(crowd):
    (visit,) = crowd(1)
    together = multiprocessing.get_context("fork").Barrier(EIGHT)

    def arrive() -> None:
        together.wait()
        _arrive(visit, fails=False)

    for process in [start(arrive) for _ in range(EIGHT)]:
        finish(process)
    wait_for_the_gone()
    assert [slip.number for slip in Slip.objects.all()] == ["2026-0001"]


@pytest.mark.process
@pytest.mark.django_db(transaction=True)
def test_a_number_of_a_process_that_is_killed_is_given_to_the_next(crowd):
    first, second = crowd(2)
    with gate("INSERT", "interventions_slip") as closed:
        dies = start(lambda: _arrive(first, fails=False))
        closed.wait_for(1)
        waits = start(lambda: _arrive(second, fails=False))
        closed.wait_behind(1)
        dies.kill()
        dies.join()
        closed.open()
        finish(waits)
    wait_for_the_gone()
    assert [(slip.number, slip.intervention_id) for slip in Slip.objects.all()] == [("2026-0001", second.pk)]


@pytest.mark.django_db
def test_a_thousandth_slip_has_four_digits_and_a_ten_thousandth_five(at):
    SlipCounter.objects.create(year=2026, last=9_998)
    numbers = [Slip(year=year, sequence=sequence).number for year, sequence in (take_number(at), take_number(at))]
    assert numbers == ["2026-9999", "2026-10000"]
