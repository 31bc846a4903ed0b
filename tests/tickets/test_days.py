"""The house's day, and the contracts that are in force on it."""

from __future__ import annotations

import datetime as dt

import pytest

from sla.models import Policy
from sla.seeds import STANDARD
from tests import factories
from tickets.days import day_of, midnight
from tickets.models import Account, Contract
from tickets.models.account import in_force

OCTOBER = dt.date(2026, 10, 1), dt.date(2026, 10, 31)


def test_a_day_begins_at_midnight_of_the_house_whoever_asks():
    summer_evening = dt.datetime(2026, 7, 13, 22, 0, tzinfo=dt.UTC)
    assert day_of(summer_evening) == dt.date(2026, 7, 14)
    assert day_of(summer_evening - dt.timedelta(seconds=1)) == dt.date(2026, 7, 13)
    assert midnight(dt.date(2026, 7, 14)) == summer_evening


@pytest.mark.parametrize(
    ("day", "until", "is_current"),
    [
        ("2026-09-30", OCTOBER[1], False),
        ("2026-10-01", OCTOBER[1], True),
        ("2026-10-31", OCTOBER[1], True),
        ("2026-11-01", OCTOBER[1], False),
        ("2099-01-01", None, True),
    ],
)
def test_a_contract_is_in_force_from_its_first_day_to_its_last_both_included(db, day, until, is_current):
    account, policy = factories.account("Accenta"), Policy.objects.get(name=STANDARD)
    contract = Contract.objects.create(account=account, policy=policy, from_date=OCTOBER[0], until_date=until)
    asked = dt.date.fromisoformat(day)
    assert contract.is_in_force(asked) is is_current
    assert Contract.objects.filter(in_force(asked)).exists() is is_current
    assert Account.objects.filter(in_force(asked, "contracts__")).exists() is is_current
