"""What tests of the settings share: the default calendar and policies, and an edit that is planned and carried out."""

from __future__ import annotations

import datetime as dt

import pytest

from administration.actions.carry_out import carry_out_next
from administration.actions.plan_edit import plan_edit
from administration.choices import Area
from administration.edits import EDITS
from administration.values.calendar import calendar_values
from administration.values.policy import policy_values
from administration.values.version import version_of
from sla.models import Calendar, Policy
from sla.seeds import BUSINESS_HOURS, CARRIER, STANDARD

SECOND = dt.timedelta(seconds=1)


@pytest.fixture
def business_hours(db) -> Calendar:
    return Calendar.objects.get(name=BUSINESS_HOURS)


@pytest.fixture
def standard(db) -> Policy:
    return Policy.objects.get(name=STANDARD)


@pytest.fixture
def carrier(db) -> Policy:
    return Policy.objects.get(name=CARRIER)


@pytest.fixture
def hours(business_hours):
    """`hours(...)`: the business hours as they were laid down, with some values changed."""
    laid_down = calendar_values(business_hours)
    return lambda **changed: laid_down | changed


@pytest.fixture
def promises(standard):
    """`promises(...)`: the standard contract as it was laid down, with some values changed."""
    laid_down = policy_values(standard)
    return lambda **changed: laid_down | changed


@pytest.fixture
def planned(cast, at):
    """`planned(area, subject, values)`: an administrator has confirmed this edit."""

    def plan(area: Area, subject, values, **given):
        version = version_of(EDITS[area].values(subject))
        fields = {"version": version, "total": 0, "by": cast.administrator, "at": at} | given
        return plan_edit(area=area, subject=subject, values=values, **fields)

    return plan


@pytest.fixture
def carried_out(planned, at):
    """`carried_out(area, subject, values)`: the same, and the worker has done it."""

    def carry_out(area: Area, subject, values, **given):
        planned(area, subject, values, **given)
        job = carry_out_next(at=given.get("at", at) + SECOND)
        subject.refresh_from_db()
        return job

    return carry_out


def weekdays(*ranges: list[str]) -> list[dict[str, object]]:
    """The seasons of a calendar that opens so from Monday to Friday."""
    weekly = {str(day): [list(pair) for pair in ranges] for day in range(5)}
    return [{"weekly": weekly, "valid_from": None, "valid_until": None}]
