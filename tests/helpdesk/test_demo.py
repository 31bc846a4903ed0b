"""The demo: an invented day in which something is about to happen, whatever the hour."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterator

import pytest
import time_machine
from django.core.management import call_command
from django.db import connection, transaction
from django.db.models import Max

from escalation.models import Alarm, Escalation
from helpdesk.demo.cast import CAST, PASSWORD
from interventions.choices import State
from interventions.models import Intervention
from interventions.permissions import visible_slips
from reports.months import kept_by_month
from sla.choices import Metric
from tickets.choices import OPEN_STATUSES, ClockState
from tickets.models import Account, Duty, Letterhead, OutboxMail, Queue, Ticket, User
from tickets.queries import known_incidents
from tickets.readings import next_reading, with_clocks
from tickets.seeds import TELECOM

pytestmark = pytest.mark.django_db
SATURDAY_NIGHT = dt.datetime(2026, 11, 21, 22, 30, tzinfo=dt.UTC)
MONDAY_MORNING = dt.datetime(2026, 11, 23, 9, 30, tzinfo=dt.UTC)


def load(now: dt.datetime) -> str:
    out = io.StringIO()
    with time_machine.travel(now, tick=False):
        call_command("seed_demo", stdout=out)
    return out.getvalue()


@pytest.fixture(scope="module", params=[SATURDAY_NIGHT, MONDAY_MORNING], ids=["Saturday night", "Monday morning"])
def now(request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: object) -> Iterator[dt.datetime]:
    """When the demo was loaded: once for all tests of that hour, and rolled back after them."""
    block = transaction.atomic()
    block._from_testcase = True  # as Django marks its own: what is durable may stand in it
    with django_db_blocker.unblock(), block:  # type: ignore[attr-defined]
        load(request.param)
        connection.check_constraints()  # here once, and not in every test again
        yield request.param
        transaction.set_rollback(True)


def test_the_day_shows_every_state_and_something_happens_within_ten_minutes(now):
    waiting = with_clocks(Ticket.objects.filter(status__in=OPEN_STATUSES))
    states = {reading.state for ticket in waiting if (reading := next_reading(ticket, now))}
    wanted = {ClockState.RUNNING, ClockState.RISK, ClockState.OVERDUE, ClockState.PAUSED, ClockState.NONE}
    assert states == wanted
    assert set(Escalation.objects.values_list("level", flat=True)) == {1, 2, 3}
    assert Alarm.objects.filter(at__gt=now, at__lte=now + dt.timedelta(minutes=10)).exists()
    assert not Alarm.objects.filter(at__lte=now).exists()
    assert Ticket.objects.filter(external_number="").count() == 60
    assert Account.objects.filter(tickets__isnull=False).distinct().count() == 12
    assert not OutboxMail.objects.filter(sent_at=None).exists()


def test_visits_were_signed_are_under_way_and_are_to_come(now):
    by_state = {state: Intervention.objects.filter(state=state) for state in State}
    assert {state: rows.count() for state, rows in by_state.items()} == {
        State.PLANNED: 6,
        State.UNDER_WAY: 1,
        State.DONE: 2,
        State.SIGNED: 1,
        State.CANCELLED: 0,
    }
    mathieu = User.objects.get(email="technician@example.org")
    assert by_state[State.UNDER_WAY].get().technicians.get() == mathieu
    assert by_state[State.PLANNED].filter(technicians=mathieu, starts_at__gt=now).count() == 2
    nadia = User.objects.get(email="client@example.org")
    assert visible_slips(nadia).get().intervention.state == State.DONE
    assert Letterhead.of_the_house().name == "Prado Infogérance"


def test_somebody_is_on_call_and_one_incident_is_known(now):
    telecom = Queue.objects.get(name=TELECOM)
    assert Duty.objects.filter(queue=telecom, from_at__lte=now, until_at__gt=now).count() == 1
    assert known_incidents(None, telecom).get().affected == 3


def test_the_year_before_is_over_and_mostly_kept(now):
    before = Ticket.objects.exclude(external_number="")
    assert before.count() > 200
    assert not before.filter(status__in=OPEN_STATUSES).exists()
    assert before.aggregate(last=Max("closed_at"))["last"] < now
    months = list(kept_by_month(now).values())
    assert all(80 <= (month.scores[metric].percent or 0) <= 100 for month in months[:-1] for metric in Metric)


def test_the_cast_signs_in_and_is_invented(now):
    for person in CAST:
        user = User.objects.get(email=person.email)
        assert user.check_password(PASSWORD)
        assert user.roles == [person.role]
