"""Reword: the title, the description, and the number that others know the ticket by."""

from __future__ import annotations

import pytest

from tickets.actions.merge import merge_ticket
from tickets.actions.reword import reword_ticket
from tickets.choices import EventKind
from tickets.models import Event
from tickets.refusal import ActionRefused


@pytest.fixture
def reword(cast, at):
    def reworded(ticket, *, by=None, **words):
        usual = {name: getattr(ticket, name) for name in ("title", "description", "external_number")}
        return reword_ticket(ticket=ticket, **usual | words, by=by or cast.operator, at=at)

    return reworded


def test_the_words_of_before_and_after_are_kept_whole(cast, open_ticket, reword):
    ticket = reword(open_ticket(description="Rien."), title="  Toute la   file est bloquée ", description="x" * 500)
    assert (ticket.title, ticket.description) == ("Toute la file est bloquée", "x" * 500)
    event = Event.objects.get(kind=EventKind.REWORDED)
    assert event.by == cast.operator
    assert event.data["before"] == {"title": "Imprimante hors ligne", "description": "Rien."}
    assert event.data["after"] == {"title": "Toute la file est bloquée", "description": "x" * 500}


def test_only_what_changed_is_told(open_ticket, reword):
    reword(open_ticket(), external_number=" OP-4711 ")
    event = Event.objects.get(kind=EventKind.REWORDED)
    assert (event.old, event.new, event.data["after"]) == ("", "OP-4711", {"external_number": "OP-4711"})


def test_the_same_words_change_nothing(open_ticket, reword):
    ticket = open_ticket(description="Une\nligne")
    reword(ticket, description="Une\r\nligne ")
    assert not Event.objects.filter(kind=EventKind.REWORDED).exists()


def test_no_clock_moves(open_ticket, reword):
    ticket = open_ticket()
    before = list(ticket.clocks.values())
    reword(ticket, title="Autre chose")
    assert list(ticket.clocks.values()) == before


@pytest.mark.parametrize(
    "words", [{"title": " "}, {"title": "ab"}, {"title": "x" * 201}, {"external_number": "x" * 61}]
)
def test_words_that_do_not_fit_are_refused(open_ticket, reword, words):
    with pytest.raises(ActionRefused):
        reword(open_ticket(), **words)


def test_an_external_number_names_one_ticket_of_an_account(cast, open_ticket, reword):
    first, second, elsewhere = open_ticket(), open_ticket(), open_ticket(account=cast.other, contact=None)
    reword(first, external_number="OP-1")
    with pytest.raises(ActionRefused, match=str(first.number)):
        reword(second, external_number="OP-1")
    assert reword(elsewhere, external_number="OP-1").external_number == "OP-1"


def test_clients_and_merged_tickets_are_not_reworded(cast, open_ticket, reword, at):
    ticket = open_ticket()
    with pytest.raises(ActionRefused):
        reword(ticket, title="À moi", by=cast.client)
    merge_ticket(ticket=ticket, into=open_ticket(), by=cast.operator, at=at)
    with pytest.raises(ActionRefused):
        reword(ticket, title="Trop tard")
