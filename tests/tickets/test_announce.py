"""Announce: a known incident, to which whoever calls about it is attached."""

from __future__ import annotations

import pytest

from tickets.actions.announce import announce_incident, unannounce_incident
from tickets.actions.cancel import cancel_ticket
from tickets.actions.close import close_ticket
from tickets.actions.link import link_tickets
from tickets.actions.merge import merge_ticket
from tickets.actions.resolve import resolve_ticket
from tickets.choices import EventKind, LinkKind
from tickets.incidents import caused_by, is_cause
from tickets.models import Event, OutboxMail
from tickets.queries import known_incidents
from tickets.refusal import ActionRefused


@pytest.fixture
def by(cast, at):
    return {"by": cast.operator, "at": at}


@pytest.fixture
def announced(open_ticket, by):
    return announce_incident(ticket=open_ticket(title="Coupure fibre"), **by)


def test_it_is_found_by_who_takes_the_next_call_and_moves_no_clock(cast, open_ticket, by):
    ticket = open_ticket()
    before = list(ticket.clocks.values())
    announce_incident(ticket=ticket, **by)
    announce_incident(ticket=ticket, **by)
    assert [each.pk for each in known_incidents(None, ticket.queue)] == [ticket.pk]
    assert Event.objects.filter(kind=EventKind.ANNOUNCED).count() == 1
    assert list(ticket.clocks.values()) == before


def test_tickets_are_attached_to_it_as_to_a_problem(cast, open_ticket, announced, by):
    affected = open_ticket(account=cast.other, contact=None)
    link_tickets(ticket=affected, other=announced, kind=LinkKind.PROBLEM, **by)
    assert is_cause(announced)
    assert list(caused_by(announced)) == [affected]


@pytest.mark.parametrize("end", ["unannounce", "resolve", "cancel", "merge"])
def test_the_announcement_ends_with_it(cast, open_ticket, announced, by, end):
    if end == "unannounce":
        unannounce_incident(ticket=announced, **by)
    elif end == "resolve":
        resolve_ticket(ticket=announced, solution="Fibre réparée.", **by)
        close_ticket(ticket=announced, **by)
    elif end == "cancel":
        cancel_ticket(ticket=announced, reason="erreur", **by)
    else:
        merge_ticket(ticket=announced, into=open_ticket(), **by)
    announced.refresh_from_db()
    assert not announced.is_announced
    assert Event.objects.filter(ticket=announced, kind=EventKind.UNANNOUNCED).count() == 1


def test_what_was_attached_stays_linked(open_ticket, announced, by):
    affected = open_ticket()
    link_tickets(ticket=affected, other=announced, kind=LinkKind.PROBLEM, **by)
    unannounce_incident(ticket=announced, **by)
    assert list(caused_by(announced)) == [affected]


def test_nobody_is_written_to(announced):
    assert not OutboxMail.objects.filter(to="nadia@client.example.org").exists()


def test_what_is_over_is_not_announced_and_clients_announce_nothing(cast, open_ticket, by, at):
    ticket = open_ticket()
    for act in (announce_incident, unannounce_incident):
        with pytest.raises(ActionRefused):
            act(ticket=ticket, by=cast.client, at=at)
    resolve_ticket(ticket=ticket, solution="Fait.", **by)
    with pytest.raises(ActionRefused):
        announce_incident(ticket=ticket, **by)
