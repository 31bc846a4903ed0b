"""Who is calling: by number, by name, by company."""

from __future__ import annotations

import pytest

from sla.seeds import STANDARD
from tests import factories
from tickets.callers import Match, contacts_of, known_caller, search
from tickets.folding import Folded, fold
from tickets.models import Account, Contact, ContactPhone


@pytest.fixture
def lauzier(cast):
    return factories.account("Menuiserie Lauzier", policy=STANDARD, phone="+33465712200")


@pytest.fixture
def marc(lauzier):
    return factories.contact("Marc Fictif", lauzier, phone="+33465712208", email="marc@example.org")


@pytest.mark.parametrize("typed", ["04 65 71 22 08", "+33 (0)4 65 71 22 08", "0033465712208", "04.65.71.22.08 poste 3"])
def test_a_known_number_is_its_one_person(cast, lauzier, marc, typed):
    found = search(typed, by=cast.operator)
    assert found.only == Match(lauzier, marc)
    assert found.number == "+33465712208"


def test_a_switchboard_shared_by_many_gives_the_company_first(cast, lauzier, marc):
    lea = factories.contact("Léa", lauzier, phone="+33465712200", email="lea@example.org")
    ContactPhone.objects.create(contact=marc, number="+33465712200")
    found = search("04 65 71 22 00", by=cast.operator)
    assert found.matches == [Match(lauzier), Match(lauzier, lea), Match(lauzier, marc)]
    assert found.only is None


def test_a_switchboard_that_nobody_shares_is_its_company(cast, lauzier):
    assert search("04 65 71 22 00", by=cast.operator).only == Match(lauzier)


def test_one_person_in_two_companies_offers_both(cast, lauzier, marc):
    marc.affiliations.create(account=cast.other)
    found = search("04 65 71 22 08", by=cast.operator)
    assert found.matches == [Match(lauzier, marc), Match(cast.other, marc)]


def test_a_partner_may_be_calling_for_each_company_it_looks_after(cast):
    lucie = Contact.objects.get(name="Lucie")
    partner = Account.objects.get(name="Réseau Sud")
    assert search("lucie", by=cast.operator).matches == [Match(partner, lucie), Match(cast.account, lucie)]
    assert lucie in contacts_of(cast.account, by=cast.operator)
    assert lucie not in contacts_of(cast.other, by=cast.operator)


def test_an_unknown_number_is_kept_and_said(cast):
    found = search("06 39 98 00 99", by=cast.operator)
    assert found.matches == []
    assert found.number == "+33639980099"
    assert "06\N{NO-BREAK SPACE}39" in found.hint


@pytest.mark.parametrize("typed", ["masqué", "3900", "06 39"])
def test_a_withheld_or_short_number_says_what_to_do_and_is_not_kept(cast, typed):
    found = search(typed, by=cast.operator)
    assert (found.matches, found.number) == ([], "")
    assert found.hint


@pytest.mark.parametrize("typed", ["etoile", "ÉTOILE", "l'étoile", "coeur etoile", "Étoile-Cœur", "etoil coe"])
def test_a_name_is_found_without_its_accents(cast, typed):
    star = factories.account("Hôtel L’Étoile du Cœur")
    assert search(typed, by=cast.operator).only == Match(star)


def test_a_company_comes_before_its_people(cast, lauzier, marc):
    assert search("lauz", by=cast.operator).matches == [Match(lauzier), Match(lauzier, marc)]


def test_a_name_and_its_company_together_are_one_person(cast, lauzier, marc):
    assert search("fictif lauzier", by=cast.operator).only == Match(lauzier, marc)


def test_a_part_inside_a_word_is_not_found(cast, lauzier):
    assert search("auzier", by=cast.operator).matches == []


@pytest.mark.parametrize("typed", ["", "   ", "%", "'", "_"])
def test_nothing_to_search_finds_nothing(cast, typed):
    assert search(typed, by=cast.operator).matches == []


def test_a_company_that_left_is_not_offered(cast, lauzier, marc):
    lauzier.is_active = False
    lauzier.save()
    assert search("lauzier", by=cast.operator).matches == []
    assert search("04 65 71 22 08", by=cast.operator).matches == []


def test_a_long_list_is_cut_and_says_so(cast):
    for number in range(12):
        factories.account(f"Cabinet {number}")
    found = search("cabinet", by=cast.operator)
    assert len(found.matches) == 8
    assert found.has_more


@pytest.mark.parametrize("name", ["L’Étoile", "Œuvre-Sainte", "  À  la   carte ", "Straße 12", "ÇA & là", "Zoé", "Ωμ"])
def test_the_database_folds_as_python_does(cast, name):
    factories.account(name)
    folded = Account.objects.filter(name=name).annotate(folded=Folded("name")).get().folded
    assert folded == f" {fold(name)}"


def test_a_client_finds_nobody(cast, lauzier, marc):
    assert search("lauzier", by=cast.client).matches == []
    assert search("04 65 71 22 08", by=cast.client).matches == []


def test_a_caller_is_known_with_contract_open_tickets_and_calls(cast, open_ticket, at):
    late = open_ticket(priority="low", title="Nouvel arrivant")
    soon = open_ticket(priority="critical", title="Standard muet")
    open_ticket(account=cast.other, contact=None)
    caller = known_caller(cast.account, cast.contact, by=cast.operator, at=at)
    assert caller.contract is not None
    assert [one.ticket for one in caller.open_tickets] == [soon, late]
    assert caller.open_count == 2
    assert [call.ticket for call in caller.calls] == [soon, late]


def test_a_caller_costs_the_same_queries_whatever_is_open(cast, open_ticket, at, django_assert_max_num_queries):
    for _ in range(6):
        open_ticket()
    with django_assert_max_num_queries(8):
        caller = known_caller(cast.account, cast.contact, by=cast.operator, at=at)
        assert all(one.clock for one in caller.open_tickets)
    assert (len(caller.open_tickets), caller.open_count) == (5, 6)
