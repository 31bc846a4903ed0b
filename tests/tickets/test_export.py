"""Export: any list as CSV."""

from __future__ import annotations

import csv
import io

import pytest
import time_machine
from django.http import QueryDict

from tickets import export
from tickets.listing import Listing
from tickets.models import Ticket


@pytest.fixture
def rows(client, cast, at):
    """`rows("order=number", by=...)`: the cells of the file."""

    def read(query: str = "", *, by=cast.operator, language: str = "en") -> list[list[str]]:
        by.language = language
        by.save()
        client.force_login(by)
        with time_machine.travel(at, tick=False):
            response = client.get(f"/tickets/export.csv?{query}")
            text = response.getvalue().decode()
        assert response["Content-Type"] == "text/csv; charset=utf-8"
        assert text.startswith("\ufeff")
        return list(csv.reader(io.StringIO(text[1:]), delimiter=";" if language == "fr" else ","))

    return read


def test_the_file_has_the_filters_the_order_and_the_columns_of_the_list(rows, open_ticket):
    for priority in ("low", "high", "critical"):
        open_ticket(title=f"Ticket {priority}", priority=priority)
    assert rows("priority=low&priority=high&order=-number&columns=title,priority,queue") == [
        ["Title", "Priority", "Queue"],
        ["Ticket high", "High", "OPS-01-INFORMATIQUE"],
        ["Ticket low", "Low", "OPS-01-INFORMATIQUE"],
    ]


def test_a_clock_is_its_deadline_in_the_readers_zone_and_its_state(rows, open_ticket):
    open_ticket(priority="high")
    assert rows("columns=title,due,opened")[:2] == [
        ["Title", "Next deadline", "Next deadline, state", "Opened"],
        ["Imprimante hors ligne", "2026-10-12 12:00", "Running", "2026-10-12 10:00"],
    ]


def test_a_french_reader_gets_semicolons(rows, open_ticket):
    open_ticket(title="Écran; noir")
    assert rows("columns=number,title", language="fr")[1][1] == "Écran; noir"


@pytest.mark.parametrize("title", ["=1+1", "+33", "-2", "@SUM(A1)", "\tx=1", "=cmd|' /C calc'!A0"])
def test_no_cell_is_a_formula(rows, open_ticket, title):
    ticket = open_ticket()
    Ticket.objects.filter(pk=ticket.pk).update(title=title)
    assert rows("columns=title")[1] == [f"'{title}"]


def test_all_pages_are_in_it_and_the_queries_do_not_grow_with_each_line(
    rows, open_ticket, monkeypatch, django_assert_max_num_queries
):
    monkeypatch.setattr(export, "CHUNK", 20)
    for number in range(60):
        open_ticket(title=f"Ticket {number:03}")
    with django_assert_max_num_queries(40):
        assert [row[1] for row in rows("order=number")[1:]] == ["Medium"] * 60


def test_only_visible_tickets_are_in_it_and_clients_have_no_file(client, cast, open_ticket):
    open_ticket()
    for person in (cast.client, cast.partner):
        client.force_login(person)
        assert client.get("/tickets/export.csv").status_code == 404
        assert "export.csv" not in client.get("/tickets/", follow=True).text


def test_memory_does_not_grow_with_the_list(rows, open_ticket, monkeypatch, cast, at):
    """The largest chunk that is held at once is the chunk, however many there are."""
    monkeypatch.setattr(export, "CHUNK", 5)
    for _ in range(20):
        open_ticket()
    held = [len(chunk) for chunk in export._chunks(Listing(QueryDict(), cast.operator, at))]
    assert held == [5, 5, 5, 5, 0]
