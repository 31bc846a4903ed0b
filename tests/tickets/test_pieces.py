"""Pieces of the page of a ticket that are drawn once: alike on many pages, and yet each page's own."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.utils.safestring import mark_safe

from tickets.models import CannedReply, Ticket, User
from tickets.presentation.drawn import NUMBER, TOKEN, VALUE, any_ticket, drawn


@pytest.fixture
def technician(cast) -> Client:
    client = Client()
    client.force_login(cast.technician)
    return client


def page_of(client: Client, ticket: Ticket) -> str:
    return client.get(f"/tickets/{ticket.number}/").text


def test_two_tickets_show_their_own_numbers_and_titles_in_pieces_that_look_alike(technician, open_ticket):
    one, other = open_ticket(title="Première panne"), open_ticket(title="Seconde <panne>")
    pages = page_of(technician, one), page_of(technician, other)
    assert f'hx-get="/tickets/{one.number}/?edit=wait"' in pages[0]
    assert f'hx-get="/tickets/{other.number}/?edit=wait"' in pages[1]
    assert f"/tickets/{one.number}/" not in pages[1]
    assert "Première panne" not in pages[1]
    assert "Seconde &lt;panne&gt;" in pages[1]


def test_no_mark_is_left_on_a_page(technician, open_ticket):
    page = page_of(technician, open_ticket())
    assert not [mark for mark in (str(NUMBER), TOKEN, VALUE) if mark in page]


def test_every_form_of_a_page_carries_the_token_of_that_page(technician, open_ticket):
    ticket = open_ticket()
    tokens = [set(re.findall(r'csrfmiddlewaretoken" value="(\w+)"', page_of(technician, ticket))) for _ in range(2)]
    assert len(tokens[0]) == len(tokens[1]) == 1
    assert tokens[0] != tokens[1]


def test_pieces_are_in_the_language_of_their_reader(technician, cast, open_ticket, french):
    ticket = open_ticket()
    read = {}
    for language in ("fr", "en"):
        User.objects.filter(pk=cast.technician.pk).update(language=language)
        read[language] = page_of(technician, ticket)
    assert "Prendre en charge" in read["fr"]
    assert "Take charge" in read["en"]
    assert "Prendre en charge" not in read["en"]


def test_a_canned_reply_that_was_renamed_reads_so_on_the_next_page(technician, open_ticket):
    ticket = open_ticket()
    canned = CannedReply.objects.create(name="Relance une", body="Bonjour")
    assert "Relance une" in page_of(technician, ticket)
    CannedReply.objects.filter(pk=canned.pk).update(name="Relance deux")
    page = page_of(technician, ticket)
    assert "Relance deux" in page
    assert "Relance une" not in page


@pytest.mark.parametrize("changeable", [mark_safe("<b>"), any_ticket(), (1, (any_ticket(),)), 1.5])
def test_a_drawing_depends_on_plain_values_alone(changeable):
    with pytest.raises(TypeError, match="no plain value"):
        drawn("tickets/mention_list.html", dict, changeable)
