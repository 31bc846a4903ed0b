"""Prepaid hours on the pages of a client: read by the whole house, changed by managers and administrators."""

from __future__ import annotations

import pytest
from django.urls import reverse

from interventions.actions.prepaid import buy_hours, correct_hours, settle
from interventions.models import PrepaidEntry
from tests import factories
from tests.interventions.written import frozen
from tickets.models import Contract

pytestmark = pytest.mark.django_db


@pytest.fixture
def contract(cast) -> Contract:
    return cast.account.contracts.get()


@pytest.fixture
def pages(client, cast):
    """`pages("account", by=...)`: the page of the client of that name."""

    def read(name: str = "prepaid", *, by=cast.operator) -> str:
        client.force_login(by)
        answer = client.get(reverse(name, args=[cast.account.pk]))
        assert answer.status_code == 200
        return answer.content.decode()

    return read


@pytest.fixture
def enter(client, cast, contract):
    """`enter(amount="10 h", ...)`: what the manager sends."""

    def sent(*, by=cast.manager, **fields: object):
        client.force_login(by)
        told = {"verb": "buy", "contract": contract.pk, "note": "", **fields}
        return client.post(reverse("prepaid_add", args=[cast.account.pk]), told)

    return sent


def test_hours_are_bought_through_the_form(enter, pages, contract):
    assert enter(amount="10 h", note="Facture 118").status_code == 302
    entry = PrepaidEntry.objects.get()
    assert (entry.contract, entry.minutes, entry.note) == (contract, 600, "Facture 118")
    for page in (pages(), pages("account")):
        assert "10\N{NO-BREAK SPACE}h\N{NO-BREAK SPACE}00 left" in page
        assert "A fifth or less" not in page
    assert "Facture 118" in pages()


def test_a_correction_takes_hours_away_for_a_reason(enter, pages, contract):
    enter(amount="10 h")
    answer = enter(verb="correct", direction="fewer", amount="1 h 30", note="")
    assert answer.status_code == 422
    assert 'value="1 h 30"' in answer.content.decode()
    assert enter(verb="correct", direction="fewer", amount="1 h 30", note="Compté deux fois").status_code == 302
    assert [entry.minutes for entry in PrepaidEntry.objects.all()] == [600, -90]
    page = pages()
    assert "\N{MINUS SIGN}1\N{NO-BREAK SPACE}h\N{NO-BREAK SPACE}30" in page
    assert "Compté deux fois" in page


@pytest.mark.parametrize("amount", ["", "beaucoup", "0", "-2 h"])
def test_an_amount_that_is_none_is_said_at_its_field(enter, amount):
    assert enter(amount=amount).status_code == 422
    assert not PrepaidEntry.objects.exists()


def test_a_slip_stands_in_the_history_with_its_number(pages, slip, contract, cast, at):
    buy_hours(contract=contract, minutes=130, by=cast.manager, at=at)
    settle(version=frozen(slip, cast.technician, at), by=cast.technician, at=at)
    page = pages()
    assert page.count(f'href="/slips/{slip.number}/"') == 2
    assert "A fifth or less of what was last bought is left." in page
    assert "A fifth or less of what was last bought is left." in pages("account")


def test_what_is_owed_is_said(pages, contract, cast, at):
    buy_hours(contract=contract, minutes=60, by=cast.manager, at=at)
    correct_hours(contract=contract, minutes=-90, note="Oubli", by=cast.manager, at=at)
    page = pages()
    assert "\N{MINUS SIGN}0\N{NO-BREAK SPACE}h\N{NO-BREAK SPACE}30 left" in page
    assert "more hours were worked than were paid" in page
    assert 'value="0"' in page, "the bar is empty"


def test_staff_read_and_only_who_may_changes(enter, pages, cast):
    assert "Hours were bought" not in pages(by=cast.technician)
    assert "Hours were bought" in pages(by=cast.manager)
    for person in (cast.operator, cast.technician):
        assert enter(by=person, amount="10 h").status_code == 409
    assert not PrepaidEntry.objects.exists()
    assert enter(by=cast.administrator, amount="10 h").status_code == 302


def test_hours_of_another_client_are_not_to_be_had_here(enter, cast):
    assert enter(amount="10 h", contract=cast.other.contracts.get().pk).status_code == 422
    assert not PrepaidEntry.objects.exists()


def test_without_a_contract_there_is_nothing_to_buy_for(client, cast):
    client.force_login(cast.manager)
    account = factories.account("Sans contrat")
    page = client.get(reverse("prepaid", args=[account.pk])).content.decode()
    assert "enter the contract first" in page
    assert "Hours were bought" not in page
