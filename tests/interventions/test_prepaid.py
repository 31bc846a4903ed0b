"""Hours paid in advance: a visit takes its own, once; somebody hears of it before they run out."""

from __future__ import annotations

import pytest
from django.db import Error, transaction

from interventions.actions.prepaid import buy_hours, correct_hours, settle
from interventions.models import PrepaidEntry
from interventions.queries.prepaid import prepaid_of
from tests.interventions.conftest import HOUR
from tests.interventions.written import frozen
from tickets.choices import MailKind
from tickets.models import Contract, OutboxMail
from tickets.refusal import ActionRefused

pytestmark = pytest.mark.django_db


@pytest.fixture
def contract(cast) -> Contract:
    return cast.account.contracts.get()


@pytest.fixture
def bought(contract, cast, at) -> PrepaidEntry:
    return buy_hours(contract=contract, minutes=600, by=cast.manager, at=at)


def moves(contract: Contract) -> list[tuple[str, int]]:
    return list(PrepaidEntry.objects.filter(contract=contract).values_list("kind", "minutes"))


def test_a_visit_takes_its_time_and_its_travel(slip, bought, contract, cast, at):
    version = frozen(slip, cast.technician, at)
    for _time in range(2):
        settle(version=version, by=cast.technician, at=at)
    assert moves(contract) == [("bought", 600), ("work", -75), ("travel", -35)]
    assert prepaid_of(contract).balance == 490


def test_a_correction_moves_the_difference(slip, bought, contract, cast, at):
    settle(version=frozen(slip, cast.technician, at), by=cast.technician, at=at)
    slip.departed_at -= HOUR / 4
    slip.save()
    settle(version=frozen(slip, cast.technician, at), by=cast.technician, at=at)
    assert moves(contract)[3:] == [("work", 15)]
    assert prepaid_of(contract).balance == 505


def test_each_technician_counts(slip, bought, contract, cast, at):
    version = frozen(slip, cast.technician, at)
    version.content["technicians"].append("Loïc")
    settle(version=version, by=cast.technician, at=at)
    assert moves(contract)[1:] == [("work", -150), ("travel", -70)]


def test_without_prepaid_hours_nothing_is_counted(slip, contract, cast, at):
    settle(version=frozen(slip, cast.technician, at), by=cast.technician, at=at)
    assert moves(contract) == []


def test_managers_hear_of_it_once_when_a_fifth_is_left(slip, contract, cast, at):
    buy_hours(contract=contract, minutes=130, by=cast.manager, at=at)
    settle(version=frozen(slip, cast.technician, at), by=cast.technician, at=at)
    correct_hours(contract=contract, minutes=-60, note="Oubli", by=cast.manager, at=at)
    (mail,) = OutboxMail.objects.filter(kind=MailKind.PREPAID)
    assert mail.to == cast.manager.email
    assert "Clinique des Tamarins has 20 min of prepaid hours left, of 2 h 10 last bought" in mail.body
    assert prepaid_of(contract).balance == -40


def test_above_a_fifth_nobody_is_told(slip, bought, cast, at):
    settle(version=frozen(slip, cast.technician, at), by=cast.technician, at=at)
    assert not OutboxMail.objects.filter(kind=MailKind.PREPAID).exists()


def test_a_line_is_never_changed(bought):
    for change in (lambda: PrepaidEntry.objects.update(minutes=1), bought.delete):
        with pytest.raises(Error), transaction.atomic():
            change()


@pytest.mark.parametrize("minutes", [0, -60, 600_001])
def test_what_is_bought_is_more_than_nothing(contract, cast, at, minutes):
    with pytest.raises(ActionRefused, match="from 1 minute to 10000 hours"):
        buy_hours(contract=contract, minutes=minutes, by=cast.manager, at=at)


def test_a_correction_needs_a_purchase_and_a_reason(contract, cast, at):
    with pytest.raises(ActionRefused, match="no prepaid hours"):
        correct_hours(contract=contract, minutes=5, note="x", by=cast.manager, at=at)
    buy_hours(contract=contract, minutes=60, by=cast.manager, at=at)
    with pytest.raises(ActionRefused, match="needs a reason"):
        correct_hours(contract=contract, minutes=5, note=" ", by=cast.manager, at=at)
    with pytest.raises(ActionRefused, match="changes something"):
        correct_hours(contract=contract, minutes=0, note="x", by=cast.manager, at=at)


def test_a_technician_sells_nothing(contract, cast, at):
    with pytest.raises(ActionRefused):
        buy_hours(contract=contract, minutes=60, by=cast.technician, at=at)
    assert moves(contract) == []
