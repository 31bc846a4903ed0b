"""The next free time: in business hours, and where nothing else is in the way."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from interventions.queries.slots import house_hours, next_free
from tests.conftest import PARIS
from tests.interventions.conftest import HOUR, paris
from tickets.actions.absence import add_absence

pytestmark = pytest.mark.django_db
MONDAY = dt.date(2026, 10, 12)


def free(cast, after: str, hours: float = 1, **more):
    found = next_free([cast.technician], after=paris(after), length=hours * HOUR, hours=house_hours(), **more)
    return f"{timezone.localtime(found.start, PARIS):%a %-d %-H:%M}" if found else None


@pytest.mark.parametrize(
    ("after", "hours", "found"),
    [
        ("2026-10-12T10:07", 1, "Mon 12 10:15"),
        ("2026-10-12T12:00", 1, "Mon 12 14:00"),
        ("2026-10-12T17:30", 1, "Tue 13 9:00"),
        ("2026-10-16T18:00", 1, "Mon 19 9:00"),
        # Longer than any morning or afternoon: over the lunch break.
        ("2026-10-12T10:00", 5, "Mon 12 10:00"),
        # All Saints' Day is a Sunday, Armistice Day a Wednesday.
        ("2026-11-11T09:00", 1, "Thu 12 9:00"),
    ],
)
def test_a_free_time_lies_in_business_hours(cast, after, hours, found):
    assert free(cast, after, hours) == found


def test_a_free_time_is_nobodys_visit_or_absence(cast, plan, at):
    visit = plan(starts_at=paris("2026-10-12T10:00"), ends_at=paris("2026-10-12T12:00"))
    add_absence(user=cast.technician, from_at=at + 4 * HOUR, until_at=at + 6 * HOUR, by=cast.technician, at=at)
    assert free(cast, "2026-10-12T10:00") == "Mon 12 16:00"
    assert free(cast, "2026-10-12T10:00", beside=visit) == "Mon 12 10:00"
    assert free(cast, "2026-10-12T10:00", 0.5) == "Mon 12 12:00"


def test_who_is_away_for_months_is_never_free(cast, at):
    add_absence(user=cast.technician, from_at=at, until_at=at + dt.timedelta(days=90), by=cast.technician, at=at)
    assert free(cast, "2026-10-12T10:00") is None
