"""Orders, columns and pages of the list."""

from __future__ import annotations

import re

import pytest
import time_machine
from django.http import QueryDict

from tests import factories
from tickets.actions.reclassify import reclassify_ticket
from tickets.columns import COLUMNS, USUAL
from tickets.listing import Listing
from tickets.models import IssueType, Ticket
from tickets.orders import ORDERS
from tickets.pages import PAGE_SIZE, Cursor

EVERY_ORDER = [sign + name for name in ORDERS for sign in ("", "-")]


@pytest.fixture
def many(cast, open_ticket, at, monkeypatch):
    """Thirteen tickets on pages of five, with and without deadline, technician, contact, type and level."""
    monkeypatch.setattr("tickets.pages.PAGE_SIZE", 5)
    without = factories.account("Garage Bellerive")
    kind = IssueType.objects.filter(parent=None).first()
    for number in range(13):
        priority = ("low", "medium", "high", "critical")[number % 4]
        fields = {"account": without, "contact": None} if number % 5 == 0 else {}
        ticket = open_ticket(title=f"Ticket {number % 7}", priority=priority, **fields)
        if number % 3 == 0:
            Ticket.objects.filter(pk=ticket.pk).update(technician=None, level=None)
        if number % 4 == 0:
            reclassify_ticket(
                ticket=ticket, kind="incident", issue_type=kind, sub_issue_type=None, work_type=None,
                by=cast.operator, at=at,
            )  # fmt: skip


def pages(query: str, user, at, way: str, start: str = "") -> list[list[int]]:
    """All pages from one on, by their links."""
    found, link = [], start
    while True:
        asked = QueryDict(query, mutable=True)
        asked.update({way: link} if link else {})
        page = Listing(asked, user, at).page
        found.append([ticket.number for ticket in page.tickets])
        link = page.after if way == "after" else page.before
        if not link or len(found) > 5:
            return found


@pytest.mark.parametrize("order", EVERY_ORDER)
def test_pages_of_every_order_show_each_ticket_once_forwards_and_backwards(many, cast, at, order):
    query = f"order={order}"
    listing = Listing(QueryDict(query), cast.operator, at)
    expected = [ticket.number for ticket in listing.order.sorted(listing.tickets)]
    forwards = pages(query, cast.operator, at, "after")
    assert [len(page) for page in forwards] == [5, 5, 3]
    assert sum(forwards, []) == expected
    value = listing.order.sorted(listing.tickets)[10].sort_value
    last = str(Cursor(value, expected[10]))
    assert pages(query, cast.operator, at, "before", last) == [forwards[1], forwards[0]]


def test_what_has_no_deadline_stands_last_whichever_way(cast, open_ticket, at):
    open_ticket(title="Sans", account=factories.account("Garage Bellerive"), contact=None)
    for priority in ("low", "critical"):
        open_ticket(title=priority, priority=priority)
    for query, expected in (("order=due", ["critical", "low", "Sans"]), ("order=-due", ["low", "critical", "Sans"])):
        assert [t.title for t in Listing(QueryDict(query), cast.operator, at).page.tickets] == expected


def test_a_place_that_is_gone_leads_back_to_the_first_page(cast, open_ticket, at):
    ticket = open_ticket()
    for query in (f"after=2999-01-01T00:00:00%2B00:00~{ticket.number}", "before=1999-01-01T00:00:00%2B00:00~1"):
        page = Listing(QueryDict(query), cast.operator, at).page
        assert ([each.number for each in page.tickets], page.before, page.after) == ([ticket.number], "", "")


@pytest.fixture
def read(client, cast, at):
    def page(query: str = "", by=cast.operator) -> str:
        by.language = "en"
        by.save()
        client.force_login(by)
        with time_machine.travel(at, tick=False):
            return client.get(f"/tickets/?{query}").text

    return page


def heads(page: str) -> list[str]:
    return re.findall(r'<th scope="col" class="cell-(\w+)"', page)


def test_the_head_of_the_order_says_so_and_turns_it_round(read, open_ticket):
    open_ticket()
    assert re.findall(r'aria-sort="(\w+)">\s*<a class="tickets-sort" href="([^"]*)"', read()) == [
        ("ascending", "?order=-due")
    ]
    page = read("order=-number&priority=medium")
    assert 'aria-sort="descending">' in page
    assert 'href="?order=number&amp;priority=medium"' in page


def test_groups_belong_to_the_usual_order_alone(read, open_ticket):
    open_ticket()
    assert "data-group=" in read()
    for order in ("-due", "number", "client"):
        assert "data-group=" not in read(f"order={order}")


def test_usual_columns_are_shown_until_others_are_chosen(read, open_ticket):
    open_ticket()
    assert heads(read())[1:] == list(USUAL)
    assert heads(read("columns=queue,title,policy,opened"))[1:] == ["queue", "title", "policy", "opened"]


def test_every_column_can_be_shown_and_the_title_always_is(read, open_ticket):
    open_ticket(title="Le titre")
    for name in COLUMNS:
        page = read(f"columns={name}")
        assert sorted(set(heads(page)[1:])) == sorted({name, "title"}), name
        assert "Le titre" in page


def test_the_form_of_the_columns_leads_to_the_list_that_shows_them(client, cast):
    client.force_login(cast.operator)
    sent = client.get("/tickets/columns/?order=-number&apply=1&column=number&column=title&column=queue")
    assert sent.url == "/tickets/?order=-number&columns=number,title,queue"


def test_the_first_page_says_of_how_many(read, open_ticket):
    for _ in range(PAGE_SIZE + 2):
        open_ticket()
    assert "50 of 52 tickets" in read()
    assert re.search(r'<span class="count">50\+</span>', read())


def test_nobody_counts_past_a_thousand(read, open_ticket, monkeypatch):
    monkeypatch.setattr("tickets.pages.COUNT_LIMIT", 55)
    monkeypatch.setattr("tickets.presentation.listing.COUNT_LIMIT", 55)
    for _ in range(60):
        open_ticket()
    assert "50 of more than 55 tickets" in read()


def test_found_words_are_marked_in_the_title_and_nothing_else_is_html(read, open_ticket):
    open_ticket(title="Réseau <b>lent</b> au quai")
    page = read("q=RESEAU")
    assert "<mark>Réseau</mark> &lt;b&gt;lent&lt;/b&gt; au quai</a>" in page


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("", "Every ticket is done"),
        ("view=mine", "Nothing is assigned to you"),
        ("view=unassigned", "Somebody works on every ticket"),
        ("q=rien", "No ticket has these words"),
        ("clock=overdue", "No clock stands like this now"),
        ("priority=high", "No ticket matches these filters"),
    ],
)
def test_an_empty_list_says_why(read, query, sentence):
    assert sentence in read(query)
