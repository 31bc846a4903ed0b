"""Home: which tickets are there, in which order, and what is said of each."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import factories
from tickets.actions.cancel import cancel_ticket
from tickets.actions.note import add_note
from tickets.actions.resolve import resolve_ticket
from tickets.actions.wait import wait_for
from tickets.choices import Status

HOUR = dt.timedelta(hours=1)


def numbers(page: str) -> list[int]:
    """The tickets of a page in the order in which they stand."""
    return [int(part.split("/")[0]) for part in page.split('href="/portal/tickets/')[1:]]


def test_open_tickets_come_first_and_of_these_what_waits_for_the_client(signed_in, cast, open_ticket, at):
    done, old, new, waits = open_ticket(), open_ticket(), open_ticket(at=at + HOUR / 2), open_ticket()
    resolve_ticket(ticket=done, solution="Fait.", by=cast.technician, at=at + HOUR / 2)
    wait_for(ticket=waits, status=Status.WAITING_CLIENT, reason="Date", by=cast.technician, at=at)
    page = signed_in("client").get("/portal/").text
    assert numbers(page) == [waits.number, new.number, old.number, done.number]
    assert "We wait for your answer" in page


def test_a_colleague_sees_nothing_of_the_company_without_the_right_and_all_with_it(signed_in, cast, open_ticket):
    ticket = open_ticket(title="Paie bloquée")
    page = signed_in("colleague").get("/portal/").text
    assert (numbers(page), "Paie" in page, "Nothing is open" in page) == ([], False, True)
    cast.colleague.contact.affiliations.update(sees_company_tickets=True)
    page = signed_in("colleague").get("/portal/").text
    assert numbers(page) == [ticket.number]
    assert "asked by Nadia" in page
    assert numbers(signed_in("colleague").get("/portal/?whose=mine").text) == []


def test_a_partner_chooses_among_the_accounts_it_looks_after(signed_in, cast, open_ticket):
    own, foreign = open_ticket(), open_ticket(account=cast.other, contact=None)
    second = factories.account("Atelier Bonnieux")
    third = open_ticket(account=second, contact=None)
    cast.partner.contact.accounts.get().looks_after.add(second)
    page = signed_in("partner").get("/portal/").text
    assert set(numbers(page)) == {own.number, third.number}
    assert cast.other.name not in page
    assert numbers(signed_in("partner").get(f"/portal/?account={second.pk}").text) == [third.number]
    # Another's account is no choice: it is as if nothing was asked.
    assert foreign.number not in numbers(signed_in("partner").get(f"/portal/?account={cast.other.pk}").text)


@pytest.mark.parametrize("said", ["imprimante", "IMPRIMÁNTE", "number"])
def test_words_and_numbers_find_tickets_open_and_done(signed_in, cast, open_ticket, at, said):
    ticket, done = open_ticket(title="Imprimante du hall"), open_ticket(title="Imprimante du bureau")
    open_ticket(title="Réseau lent")
    resolve_ticket(ticket=done, solution="Fait.", by=cast.technician, at=at)
    asked = str(ticket.number) if said == "number" else said
    found = numbers(signed_in("client").get("/portal/", {"q": asked}).text)
    assert found == ([ticket.number] if said == "number" else [ticket.number, done.number])


def test_an_internal_note_finds_nothing_for_a_client(signed_in, cast, open_ticket, at):
    add_note(ticket=open_ticket(), body="Client difficile", by=cast.technician, at=at)
    page = signed_in("client").get("/portal/?q=difficile").text
    assert numbers(page) == []
    assert "No open ticket fits" in page


def test_what_is_done_comes_by_pages(signed_in, cast, open_ticket, at):
    for _ in range(21):
        cancel_ticket(ticket=open_ticket(), reason="Essai", by=cast.technician, at=at)
    first = signed_in("client").get("/portal/").text
    assert (len(numbers(first)), "page=2" in first) == (20, True)
    second = signed_in("client").get("/portal/?page=2").text
    assert (len(numbers(second)), "page=3" in second) == (1, False)
    assert "past the last ticket" in signed_in("client").get("/portal/?page=99").text
    assert signed_in("client").get("/portal/?page=nonsense").status_code == 200


def test_each_ticket_says_what_was_promised_and_what_became_of_it(signed_in, cast, open_ticket, at):
    open_ticket(priority="low", title="Demande")
    open_ticket(priority="critical", at=at - dt.timedelta(days=3), title="Retard")
    kept = open_ticket(title="Tenu")
    resolve_ticket(ticket=kept, solution="Fait.", by=cast.technician, at=at + HOUR / 2)
    page = signed_in("client").get("/portal/").text
    assert "answer promised before" in page
    assert ": we are late" in page
    assert "solved in 30\N{NO-BREAK SPACE}min, as promised" in page


def test_the_way_to_reach_us_stands_there_by_the_contract(signed_in, cast):
    assert "06 39 98 00 12" in signed_in("client").get("/portal/").text
    cast.account.contracts.all().delete()
    page = signed_in("client").get("/portal/").text
    assert "06 39 98 00 12" not in page
    assert "surtaxé" in page


def test_who_has_no_role_sees_an_empty_place(client, db, now):
    client.force_login(factories.user("nobody"))
    page = client.get("/portal/")
    assert (page.status_code, numbers(page.text), "Ask for help" in page.text) == (200, [], False)


def test_the_number_of_queries_does_not_grow_with_the_tickets(signed_in, cast, open_ticket, at):
    def fill(many: int) -> None:
        for number in range(many):
            ticket = open_ticket()
            if number % 2:
                resolve_ticket(ticket=ticket, solution="Fait.", by=cast.technician, at=at)
            elif number % 4 == 0:
                wait_for(ticket=ticket, status=Status.WAITING_CLIENT, reason="Date", by=cast.technician, at=at)

    def statements(person: str) -> int:
        reader = signed_in(person)
        reader.get("/portal/")
        with CaptureQueriesContext(connection) as queries:
            reader.get("/portal/")
        return len(queries)

    fill(10)
    few = {person: statements(person) for person in ("client", "partner")}
    fill(90)
    assert {person: statements(person) for person in few} == few
