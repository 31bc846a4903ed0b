"""Pieces of a list and of the frame around it that are drawn once: alike on many pages, and yet each page's own."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from tickets.models import User
from tickets.presentation.drawn import NUMBER, TOKEN, VALUE


@pytest.fixture
def technician(cast) -> Client:
    client = Client()
    client.force_login(cast.technician)
    return client


def test_no_mark_is_left_on_a_list(technician, open_ticket):
    open_ticket()
    page = technician.get("/tickets/").text
    assert not [mark for mark in (str(NUMBER), TOKEN, VALUE) if mark in page]


def test_every_form_of_a_list_carries_the_token_of_that_page(technician, open_ticket):
    open_ticket()
    tokens = [set(re.findall(r'csrfmiddlewaretoken" value="(\w+)"', technician.get("/tickets/").text)) for _ in "ab"]
    assert len(tokens[0]) == len(tokens[1]) == 1
    assert tokens[0] != tokens[1]


def test_the_menu_of_an_account_leads_back_to_the_page_it_stands_on(technician, open_ticket):
    open_ticket()
    for address in ("/tickets/?view=unassigned&q=%22panne%22", "/tickets/"):
        page = technician.get(address).text
        assert set(re.findall(r'name="next" value="([^"]*)"', page)) == {address.replace("&", "&amp;")}


def test_a_selection_leads_back_to_the_list_it_was_made_in(technician, open_ticket):
    open_ticket()
    for query in ("?state=open&amp;order=-activity", "?"):
        page = technician.get(f"/tickets/{query.replace('&amp;', '&')}").text
        assert re.findall(r'name="back" value="([^"]*)"', page) == [query]


def test_the_menu_of_an_account_names_its_own_reader(technician, cast, open_ticket):
    User.objects.filter(pk=cast.technician.pk).update(name="Ada <b>")
    assert '<p class="menu-title">Ada &lt;b&gt;</p>' in technician.get("/tickets/").text
    User.objects.filter(pk=cast.technician.pk).update(name="Bea")
    assert '<p class="menu-title">Bea</p>' in technician.get("/tickets/").text


def test_a_line_shows_its_own_number_and_title_as_it_was_typed(technician, open_ticket):
    one, other = open_ticket(title="Première {panne} %s"), open_ticket(title="Seconde <panne>")
    page = technician.get("/tickets/").text
    for ticket in (one, other):
        assert f'id="ticket-{ticket.number}" data-number="{ticket.number}"' in page
        assert page.count(f'value="{ticket.number}"') == 1
    assert "Première {panne} %s" in page
    assert "Seconde &lt;panne&gt;" in page
