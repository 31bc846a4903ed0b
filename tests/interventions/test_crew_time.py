"""Who leaves early is free for another visit, and nobody is ever in two places for it."""

from __future__ import annotations

import datetime as dt

import pytest

from interventions.actions.arrive import start_intervention
from interventions.actions.leave import leave_site
from interventions.actions.times import correct_times
from interventions.clashes import Overlap
from interventions.models import Crew
from tests.interventions.conftest import HOUR

pytestmark = pytest.mark.django_db
MINUTE = dt.timedelta(minutes=1)


@pytest.fixture
def gone(plan, cast):
    """`gone(arrived, departed)`: a visit planned for three hours, and how long they were there."""

    def was_there(arrived: dt.timedelta, departed: dt.timedelta):
        start = plan().ends_at
        visit = plan(starts_at=start, ends_at=start + 3 * HOUR)
        start_intervention(intervention=visit, by=cast.technician, at=start + arrived)
        leave_site(intervention=visit, by=cast.technician, at=start + departed)
        return visit

    return was_there


def time_of(visit) -> tuple[dt.datetime, dt.datetime, bool]:
    place = Crew.objects.get(intervention=visit)
    return place.span.lower, place.span.upper, place.blocks


def test_what_was_planned_after_the_departure_is_free(gone, plan):
    visit = gone(0 * HOUR, HOUR)
    assert time_of(visit) == (visit.starts_at, visit.starts_at + HOUR, True)
    with pytest.raises(Overlap):
        plan(starts_at=visit.starts_at + HOUR / 2)
    plan(starts_at=visit.starts_at + HOUR)


def test_who_stays_longer_takes_no_time_of_the_next_visit(gone, plan):
    visit = gone(0 * HOUR, 4 * HOUR)
    assert time_of(visit) == (visit.starts_at, visit.ends_at, True)


def test_who_was_gone_before_the_planned_hour_is_free_then(gone, plan):
    visit = gone(-30 * MINUTE, -10 * MINUTE)
    # The visit before it was planned for that half hour: this one does not block it.
    assert time_of(visit) == (visit.starts_at - 30 * MINUTE, visit.starts_at - 10 * MINUTE, False)
    plan(starts_at=visit.starts_at)


def test_who_has_not_left_after_all_takes_the_time_again(gone, cast):
    visit = gone(0 * HOUR, HOUR)
    again = {"arrived_at": visit.starts_at, "departed_at": None, "travel_minutes": 0, "reason": "Pas parti"}
    correct_times(intervention=visit, **again, by=cast.technician, at=visit.starts_at + 2 * HOUR)
    assert time_of(visit) == (visit.starts_at, visit.ends_at, True)


def test_what_was_planned_meanwhile_stays(gone, plan, cast):
    visit = gone(0 * HOUR, HOUR)
    other = plan(starts_at=visit.starts_at + HOUR)
    again = {"arrived_at": visit.starts_at, "departed_at": None, "travel_minutes": 0, "reason": "Pas parti"}
    correct_times(intervention=visit, **again, by=cast.technician, at=visit.starts_at + 2 * HOUR)
    assert time_of(visit) == (visit.starts_at, visit.ends_at, False)
    assert Crew.objects.get(intervention=other).blocks
