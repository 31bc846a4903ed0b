"""Link: tickets that belong together."""

from __future__ import annotations

import pytest

from tickets.actions.link import link_tickets, unlink_tickets
from tickets.actions.merge import merge_ticket
from tickets.choices import EventKind, Kind, LinkKind
from tickets.models import Event, Link
from tickets.refusal import ActionRefused

DUPLICATE, PARENT, PROBLEM = LinkKind.DUPLICATE, LinkKind.PARENT, LinkKind.PROBLEM


@pytest.fixture
def link(cast, at):
    def linked(ticket, other, kind=DUPLICATE):
        return link_tickets(ticket=ticket, other=other, kind=kind, by=cast.operator, at=at)

    return linked


def test_a_link_stands_in_both_histories_and_moves_no_clock(open_ticket, link):
    ticket, other = open_ticket(), open_ticket()
    before = list(ticket.clocks.values())
    made = link(ticket, other, PARENT)
    assert (made.ticket, made.other, made.kind) == (ticket, other, PARENT)
    assert ticket.events.get(kind=EventKind.LINKED).data == {"number": other.number, "link": "parent"}
    assert other.events.get(kind=EventKind.LINKED).data["is_reverse"]
    assert list(ticket.clocks.values()) == before


def test_linked_twice_is_linked_once(open_ticket, link):
    ticket, other = open_ticket(), open_ticket()
    assert link(ticket, other) == link(ticket, other)
    assert (Link.objects.count(), Event.objects.filter(kind=EventKind.LINKED).count()) == (1, 2)


def test_incidents_are_caused_by_problems_alone(open_ticket, link):
    incident = open_ticket()
    with pytest.raises(ActionRefused):
        link(incident, open_ticket(), PROBLEM)
    assert link(incident, open_ticket(kind=Kind.PROBLEM), PROBLEM).kind == PROBLEM


def test_a_ticket_is_a_part_of_one_other_at_most(open_ticket, link):
    ticket = open_ticket()
    link(ticket, open_ticket(), PARENT)
    with pytest.raises(ActionRefused):
        link(ticket, open_ticket(), PARENT)


@pytest.mark.parametrize("kind", [DUPLICATE, PARENT])
def test_links_never_go_round_in_a_circle(open_ticket, link, kind):
    first, second, third = open_ticket(), open_ticket(), open_ticket()
    link(first, second, kind)
    link(second, third, kind)
    with pytest.raises(ActionRefused):
        link(third, first, kind)


def test_no_ticket_is_linked_to_itself(open_ticket, link):
    ticket = open_ticket()
    with pytest.raises(ActionRefused):
        link(ticket, ticket)


def test_a_link_taken_away_stands_in_both_histories(cast, open_ticket, link, at):
    ticket, other = open_ticket(), open_ticket()
    made = link(ticket, other, PARENT)
    for _ in range(2):
        unlink_tickets(link=made, by=cast.operator, at=at)
    assert not Link.objects.exists()
    event = ticket.events.get(kind=EventKind.UNLINKED)
    assert (event.old, event.new, event.data) == ("Part of", str(other), {"number": other.number, "link": "parent"})
    assert other.events.get(kind=EventKind.UNLINKED).data["is_reverse"]


def test_clients_take_no_link_away_and_nobody_undoes_a_merge(cast, open_ticket, link, at):
    made = link(open_ticket(), open_ticket())
    with pytest.raises(ActionRefused):
        unlink_tickets(link=made, by=cast.client, at=at)
    merge_ticket(ticket=made.ticket, into=made.other, by=cast.operator, at=at)
    with pytest.raises(ActionRefused):
        unlink_tickets(link=made, by=cast.operator, at=at)
    assert Link.objects.exists()
