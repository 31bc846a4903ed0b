"""Merge: the same matter, told twice."""

from __future__ import annotations

import datetime as dt

import pytest

from tickets.actions.merge import merge_ticket
from tickets.actions.note import add_note
from tickets.actions.resolve import resolve_ticket
from tickets.choices import EventKind, LinkKind, Status
from tickets.models import Link, Message, OutboxMail
from tickets.refusal import ActionRefused

HOUR = dt.timedelta(hours=1)


@pytest.fixture
def merge(cast, at):
    def merged(ticket, into):
        return merge_ticket(ticket=ticket, into=into, by=cast.operator, at=at + HOUR)

    return merged


def test_a_merged_ticket_leads_to_its_target_and_waits_for_nothing(open_ticket, merge):
    ticket, into = open_ticket(), open_ticket()
    ticket = merge(ticket, into)
    assert (ticket.status, ticket.merged_into, ticket.next_due_at) == (Status.MERGED, into, None)
    link = Link.objects.get()
    assert (link.ticket, link.other, link.kind) == (ticket, into, LinkKind.DUPLICATE)


def test_both_histories_say_so(open_ticket, merge):
    ticket, into = open_ticket(), open_ticket()
    merge(ticket, into)
    assert ticket.events.get(kind=EventKind.MERGED).data == {"number": into.number}
    assert into.events.get(kind=EventKind.LINKED).data["number"] == ticket.number


def test_its_conversation_is_read_through_the_target(cast, open_ticket, merge, at):
    ticket, into = open_ticket(), open_ticket()
    note = add_note(ticket=ticket, body="Déjà vu.", by=cast.technician, at=at)
    merge(ticket, into)
    assert note in Message.objects.filter(ticket__merged_into=into)


def test_one_step_always_leads_to_the_end(open_ticket, merge):
    first, second, third = open_ticket(), open_ticket(), open_ticket()
    merge(first, second)
    merge(second, third)
    first.refresh_from_db()
    assert first.merged_into == third


def test_the_requester_is_told_under_which_number_it_goes_on(open_ticket, merge):
    ticket, into = open_ticket(), open_ticket()
    OutboxMail.objects.all().delete()
    merge(ticket, into)
    mail = OutboxMail.objects.get()
    assert mail.to == "nadia@client.example.org"
    assert str(into.number) in mail.body


def test_a_ticket_is_not_merged_into_itself(open_ticket, merge):
    ticket = open_ticket()
    with pytest.raises(ActionRefused):
        merge(ticket, ticket)


def test_merging_never_goes_round_in_a_circle(open_ticket, merge):
    first, second = open_ticket(), open_ticket()
    merge(first, second)
    for ticket, into in ((second, first), (first, second)):
        with pytest.raises(ActionRefused, match=str(second.number)):
            merge(ticket, into)


def test_two_clients_never_read_each_other(cast, open_ticket, merge):
    ticket, into = open_ticket(), open_ticket(account=cast.other, contact=None)
    with pytest.raises(ActionRefused):
        merge(ticket, into)


def test_work_does_not_vanish_into_a_ticket_that_is_over(cast, open_ticket, merge, at):
    into = resolve_ticket(ticket=open_ticket(), solution="Fait.", by=cast.technician, at=at)
    ticket = open_ticket()
    with pytest.raises(ActionRefused, match=str(into.number)):
        merge(ticket, into)
    ticket.refresh_from_db()
    assert ticket.is_open


def test_a_resolved_duplicate_keeps_its_verdicts(cast, open_ticket, merge, at):
    ticket = resolve_ticket(ticket=open_ticket(), solution="Fait.", by=cast.technician, at=at)
    clocks = list(ticket.clocks.values())
    merge(ticket, open_ticket())
    assert list(ticket.clocks.values()) == clocks
