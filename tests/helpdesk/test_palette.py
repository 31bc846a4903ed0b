"""The palette: wherever one may go, by a few letters."""

from __future__ import annotations

import re

import pytest

from helpdesk.palette import sections
from tests import factories
from tickets.models import ContactPhone, SavedView


@pytest.fixture
def offers(cast):
    """`offers("text", person)`: the entries by their heading."""

    def offered(text: str, person=None) -> dict[str, list[str]]:
        return {each.label: [entry.label for entry in each.entries] for each in sections(person or cast.operator, text)}

    return offered


def test_a_ticket_number_leads_to_its_ticket(offers, open_ticket):
    ticket = open_ticket()
    assert offers(str(ticket.number))["Tickets"] == [f"{ticket.number} Imprimante hors ligne"]
    assert offers(f"#{ticket.number}")["Tickets"] == [f"{ticket.number} Imprimante hors ligne"]


def test_words_of_a_ticket_find_it(offers, open_ticket):
    ticket = open_ticket(title="Écran figé")
    assert offers("ecran fig")["Tickets"] == [f"{ticket.number} Écran figé"]


def test_what_is_typed_can_always_be_searched(cast):
    last = sections(cast.operator, "serveur & co")[-1]
    assert [entry.url for entry in last.entries] == ["/search/?q=serveur+%26+co"]


@pytest.mark.parametrize("text", ["tam", "TAMARINS", "clin tam"])
def test_a_client_is_found_by_the_beginnings_of_its_name(offers, text):
    assert offers(text)["Clients"][0] == "Clinique des Tamarins"


def test_a_person_is_found_by_name(offers, cast):
    found = next(each for each in sections(cast.operator, "nad") if each.label == "Clients")
    assert [(entry.label, entry.hint) for entry in found.entries] == [("Nadia", "Clinique des Tamarins")]


@pytest.mark.parametrize("text", ["06 39 98 00 01", "0639980001", "0001"])
def test_a_phone_number_finds_who_has_it(offers, cast, text):
    ContactPhone.objects.create(contact=cast.contact, number="+33639980001")
    factories.account("Standard", phone="+33499980001")
    assert "Nadia" in offers(text)["Clients"]


def test_a_switchboard_finds_its_company(offers):
    factories.account("Standard", phone="+33499980001")
    assert offers("04 99 98 00 01")["Clients"] == ["Standard"]


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("nouv 010", "New ticket, 010"),
        ("new", "New ticket"),
        ("absences", "My absences"),
        ("account", "My account"),
    ],
)
def test_actions_are_found_by_their_words(offers, text, label):
    if text == "nouv 010":
        text = "new 010"
    assert label in offers(text)["Actions"]


def test_a_queue_is_found_by_its_trade_and_what_one_dials(offers):
    assert offers("telecom")["Go to"] == ["OPS-02-TELECOM"]
    assert "OPS-01-INFORMATIQUE" in offers("010")["Go to"]


def test_saved_views_are_found(offers, cast):
    SavedView.objects.create(owner=cast.operator, name="À relancer")
    SavedView.objects.create(owner=cast.manager, name="À revoir")
    assert offers("a re")["Go to"] == ["À relancer"]


def test_nobody_is_offered_what_they_may_not_do(offers, cast):
    places = {"Wall", "Reports", "Settings", "Roster"}
    assert places & set(offers("", cast.operator)["Go to"]) == {"Roster"}
    assert places & set(offers("", cast.administrator)["Go to"]) == places


def test_a_client_finds_their_own_alone(offers, cast, open_ticket):
    open_ticket()
    factories.ticket(by=cast.operator, at=open_ticket().opened_at, account=cast.other, title="Imprimante des autres")
    assert len(offers("imprimante", cast.client)["Tickets"]) == 2
    assert "Clients" not in offers("valmagne", cast.client)
    assert "Clients" not in offers("nadia", cast.outsider)


@pytest.mark.parametrize("text", ["?!", "\0", "'\"<", "x" * 5000, "&|!():*"])
def test_whatever_is_typed_is_answered(client, cast, text):
    client.force_login(cast.operator)
    assert client.get("/palette/", {"q": text}, headers={"HX-Request": "true"}).status_code == 200


def test_what_somebody_wrote_is_never_markup(client, cast, open_ticket):
    open_ticket(title="<script>alert(1)</script> écran")
    client.force_login(cast.operator)
    for headers in ({}, {"HX-Request": "true"}):
        assert "<script>alert" not in client.get("/palette/", {"q": "ecran"}, headers=headers).text


@pytest.mark.parametrize("text", ["imprimante", "0639980001", "tamarins nadia"])
def test_it_costs_five_statements_whatever_there_is(cast, open_ticket, text, django_assert_max_num_queries):
    for _ in range(10):
        open_ticket()
    with django_assert_max_num_queries(5):
        sections(cast.operator, text)


def test_the_options_are_a_list_box_and_say_how_many_they_are(client, cast):
    cast.operator.language = "en"
    cast.operator.save()
    client.force_login(cast.operator)
    part = client.get("/palette/", {"q": "ops"}, headers={"HX-Request": "true"}).text
    assert "<html" not in part
    assert len(re.findall(r'role="option"', part)) == 5
    assert 'data-count-words="5 results"' in part


def test_without_a_script_there_is_a_page_with_the_same(client, cast):
    client.force_login(cast.operator)
    page = client.get("/palette/", {"q": "ops"}).text
    assert "OPS-01-INFORMATIQUE" in page
    assert "<h1>" in page
