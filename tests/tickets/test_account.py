"""Change the account: the ticket is of somebody else (the clocks themselves: test_clocks.py)."""

from __future__ import annotations

import datetime as dt

import pytest

from sla.seeds import AGREEMENT_2016, WITHOUT_CONTRACT
from tests import factories
from tickets.actions.account import change_account
from tickets.choices import EventKind
from tickets.models import Contract, Event, Ticket
from tickets.refusal import ActionRefused


@pytest.fixture
def change(cast, at):
    def changed(ticket, account, contact=None):
        return change_account(ticket=ticket, account=account, contact=contact, by=cast.operator, at=at)

    return changed


def test_history_names_both_accounts_and_policies(cast, open_ticket, change):
    account = factories.account("Menuiserie Aubrac", policy=AGREEMENT_2016)
    contact = factories.contact("Inès", account)
    ticket = change(open_ticket(), account, contact)
    event = Event.objects.get(kind=EventKind.MOVED_ACCOUNT)
    assert (ticket.account, ticket.contact) == (account, contact)
    assert event.old == "Clinique des Tamarins, Nadia, Contrat standard"
    assert event.new == "Menuiserie Aubrac, Inès, Contrat 2016"


def test_the_contract_is_the_one_in_force_on_that_day(open_ticket, change, at):
    account = factories.account("Menuiserie Aubrac", policy=AGREEMENT_2016)
    Contract.objects.update(until_date=at.date() - dt.timedelta(days=1))
    ticket = change(open_ticket(account=account, contact=None), factories.account("Boulangerie Sols"))
    assert (ticket.contract, ticket.policy.name) == (None, WITHOUT_CONTRACT)


def test_another_contact_of_the_same_account_moves_no_clock(cast, open_ticket, change):
    ticket = open_ticket()
    before = list(ticket.clocks.values())
    colleague = cast.colleague.contact
    assert change(ticket, cast.account, colleague).contact == colleague
    assert list(ticket.clocks.values()) == before


def test_the_same_account_and_contact_change_nothing(cast, open_ticket, change):
    change(open_ticket(), cast.account, cast.contact)
    assert not Event.objects.filter(kind=EventKind.MOVED_ACCOUNT).exists()


def test_a_contact_of_another_account_is_refused(cast, open_ticket, change):
    with pytest.raises(ActionRefused, match="Nadia"):
        change(open_ticket(), cast.other, cast.contact)


def test_an_external_number_of_that_account_is_in_the_way(cast, open_ticket, change):
    ticket, known = open_ticket(), open_ticket(account=cast.other, contact=None)
    Ticket.objects.update(external_number="OP-1")
    ticket.refresh_from_db()
    with pytest.raises(ActionRefused, match=str(known.number)):
        change(ticket, cast.other)
