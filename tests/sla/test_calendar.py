"""Calendars: rows that become hours, and refuse what never opens."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from sla.models import Calendar, Closure, SpecialOpening
from sla.seeds import BUSINESS_HOURS

pytestmark = pytest.mark.django_db
MORNINGS = [{"weekly": {"0": [["09:00", "12:00"]]}, "valid_from": None, "valid_until": None}]


def paris(*when: int) -> dt.datetime:
    return dt.datetime(*when, tzinfo=dt.UTC)


def test_a_calendar_that_never_opens_is_refused():
    with pytest.raises(ValidationError):
        Calendar.objects.create(name="Jamais", seasons=[])
    assert not Calendar.objects.filter(name="Jamais").exists()


def test_ranges_that_overlap_are_refused():
    with pytest.raises(ValidationError):
        Calendar.objects.create(name="Double", seasons=[{"weekly": {"0": [["09:00", "12:00"], ["11:00", "13:00"]]}}])


def test_alsace_has_two_holidays_more():
    france, alsace = Calendar(country="FR"), Calendar(country="FR", subdivision="6AE")
    more = alsace.holidays(2026).keys() - france.holidays(2026).keys()
    assert sorted(more) == [dt.date(2026, 4, 3), dt.date(2026, 12, 26)]


def test_a_yearly_closure_over_new_year_applies_every_year():
    calendar = Calendar.objects.create(name="Atelier", seasons=MORNINGS)
    Closure.objects.create(
        calendar=calendar,
        name="Congés",
        from_date=dt.date(2024, 12, 24),
        until_date=dt.date(2025, 1, 2),
        is_yearly=True,
    )
    hours = calendar.service_hours()
    assert not hours.is_open(paris(2026, 12, 28, 9))  # a Monday
    assert hours.is_open(paris(2027, 1, 4, 9))


def test_a_special_opening_wins_over_a_holiday():
    calendar = Calendar.objects.get(name=BUSINESS_HOURS)
    whit_monday = dt.date(2026, 5, 25)
    SpecialOpening.objects.create(calendar=calendar, name="Solidarité", date=whit_monday, opens="09:00", closes="12:00")
    assert calendar.service_hours().is_open(paris(2026, 5, 25, 8))


def test_every_change_of_an_exception_makes_a_new_version():
    calendar = Calendar.objects.create(name="Atelier", seasons=MORNINGS)
    first = calendar.version
    closure = Closure.objects.create(
        calendar=calendar, name="Pont", from_date=dt.date(2026, 7, 13), until_date=dt.date(2026, 7, 13)
    )
    second = Calendar.objects.get(pk=calendar.pk).version
    closure.delete()
    assert len({first, second, Calendar.objects.get(pk=calendar.pk).version}) == 3
