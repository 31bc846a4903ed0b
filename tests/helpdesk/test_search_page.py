"""The page of a search: what was found, where, and a way on where nothing was."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tickets.actions.note import add_note
from tickets.actions.reply import reply_to_ticket
from tickets.actions.resolve import resolve_ticket
from tickets.models import ContactPhone


@pytest.fixture
def search(client, cast):
    def searched(text: str, person=None, *, follow=False, **more):
        person = person or cast.operator
        type(person).objects.filter(pk=person.pk).update(language="en")
        client.force_login(person)
        return client.get("/search/", {"q": text, **more}, follow=follow)

    return searched


@pytest.mark.parametrize("mark", ["", "#"])
def test_a_ticket_number_leads_straight_to_it(search, open_ticket, mark):
    ticket = open_ticket()
    assert search(f"{mark}{ticket.number}").url == f"/tickets/{ticket.number}/"


def test_words_are_marked_where_they_were_found(search, cast, open_ticket, at):
    ticket = open_ticket(title="Câble débranché", description="Le câble du bureau")
    reply_to_ticket(ticket=ticket, body="Nouveau câble posé", by=cast.technician, at=at)
    page = search("cable").text
    assert "<mark>Câble</mark> débranché" in page
    assert "Le <mark>câble</mark> du bureau" in page
    assert "Nouveau <mark>câble</mark> posé" in page


def test_a_note_is_shown_to_the_house_alone(search, cast, open_ticket, at):
    ticket = open_ticket(title="Câble")
    add_note(ticket=ticket, body="Câble du voisin", by=cast.technician, at=at)
    assert "du voisin" in search("cable").text
    page = search("cable", cast.client, follow=True).text
    assert "Câble" in page
    assert "du voisin" not in page


def test_a_phone_number_is_shown_where_it_was_found(search, cast, open_ticket):
    ContactPhone.objects.create(contact=cast.contact, number="+33639980001")
    open_ticket()
    assert (
        "<mark>06\N{NO-BREAK SPACE}39\N{NO-BREAK SPACE}98\N{NO-BREAK SPACE}00\N{NO-BREAK SPACE}01</mark>"
        in search("0001").text
    )


def test_open_and_done_are_told_apart(search, cast, open_ticket, at):
    open_ticket(title="Câble ouvert")
    resolve_ticket(ticket=open_ticket(title="Câble fini"), solution="Fait", by=cast.technician, at=at)
    assert ("ouvert" in search("cable").text, "fini" in search("cable").text) == (True, True)
    shown = search("cable", state="open").text
    assert ("</mark> ouvert" in shown, "</mark> fini" in shown) == (True, False)
    shown = search("cable", state="done").text
    assert ("</mark> ouvert" in shown, "</mark> fini" in shown) == (False, True)


def test_what_somebody_wrote_or_typed_is_never_markup(search, open_ticket):
    open_ticket(title="<img src=x onerror=alert(1)> câble", description="<script>alert(2)</script> câble")
    for text in ("cable", "<script>alert(3)</script> cable"):
        page = search(text).text
        assert "<img src=x" not in page
        assert "<script>alert" not in page


@pytest.mark.parametrize(
    ("text", "help_"), [("introuvable", "No ticket has all of these words"), ("", "What are you looking for?")]
)
def test_an_empty_page_says_how_one_finds(search, text, help_):
    assert help_ in search(text).text


@pytest.mark.parametrize("text", ["\0", "&|!:*()", "'; DROP TABLE", "x" * 10_000, "9" * 300, "²", "٣", "#"])
def test_whatever_is_typed_is_answered(search, text):
    assert search(text).status_code == 200


def test_many_are_shown_page_by_page(search, cast, open_ticket, monkeypatch):
    monkeypatch.setattr("helpdesk.views.search.PAGE_SIZE", 2)
    for number in range(5):
        open_ticket(title=f"Câble {number}")
    assert "page 1 of 3" in search("cable").text
    assert "Câble</mark> 0" in search("cable", page=3).text


def test_a_page_costs_the_same_however_many_are_on_it(client, cast, open_ticket, at):
    client.force_login(cast.operator)
    cost = []
    for number in range(12):
        reply_to_ticket(ticket=open_ticket(title=f"Câble {number}"), body="câble", by=cast.technician, at=at)
        if number in (0, 11):
            with CaptureQueriesContext(connection) as statements:
                client.get("/search/", {"q": "cable"})
            cost.append(len(statements))
    assert cost[0] == cost[1] <= 18, [each["sql"] for each in statements.captured_queries]
