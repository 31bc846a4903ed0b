"""Resolve: the work is done, and the requester is told how."""

from __future__ import annotations

import datetime as dt

import pytest

from tickets.actions.reply import reply_to_ticket
from tickets.actions.resolve import resolve_ticket
from tickets.actions.wait import wait_for
from tickets.choices import EventKind, MessageKind, Status, Verdict
from tickets.models import Event, OutboxMail
from tickets.refusal import ActionRefused

HOUR = dt.timedelta(hours=1)


@pytest.fixture
def resolve(cast, at):
    def resolved(ticket, solution="Câble remplacé.", at=at + HOUR):
        return resolve_ticket(ticket=ticket, solution=solution, by=cast.technician, at=at)

    return resolved


def test_a_resolved_ticket_is_judged_and_waits_for_nothing(open_ticket, resolve, at):
    ticket = resolve(open_ticket())
    assert (ticket.status, ticket.resolved_at, ticket.next_due_at) == (Status.RESOLVED, at + HOUR, None)
    assert {clock.verdict for clock in ticket.clocks.all()} == {Verdict.MET}


def test_the_answer_given_before_stays_the_first_response(cast, open_ticket, resolve, at):
    ticket = open_ticket()
    reply_to_ticket(ticket=ticket, body="On regarde.", by=cast.technician, at=at)
    assert resolve(ticket).responded_at == at


def test_resolved_while_it_waits_its_pause_ends(cast, open_ticket, resolve, at):
    ticket = open_ticket()
    wait_for(ticket=ticket, status=Status.WAITING_CLIENT, reason="Essai", by=cast.technician, at=at)
    resolve(ticket)
    assert ticket.pauses.get().until_at == at + HOUR
    assert ticket.clocks.get(metric="resolution").elapsed == dt.timedelta(0)


def test_the_requester_reads_the_solution_and_gets_one_mail(cast, open_ticket, resolve):
    ticket = open_ticket()
    OutboxMail.objects.all().delete()
    message = resolve(ticket).messages.get(kind=MessageKind.REPLY)
    mail = OutboxMail.objects.get()
    assert (message.body, message.author) == ("Câble remplacé.", cast.technician)
    assert mail.to == "nadia@client.example.org"
    assert mail.body.startswith("Câble remplacé.")
    event = Event.objects.get(kind=EventKind.RESOLVED)
    assert (event.old, event.data) == (Status.ASSIGNED.label, {"message": message.pk})


def test_without_a_solution_it_is_not_resolved(open_ticket, resolve):
    ticket = open_ticket()
    with pytest.raises(ActionRefused):
        resolve(ticket, solution=" ")
    ticket.refresh_from_db()
    assert ticket.is_open


def test_resolved_is_resolved(open_ticket, resolve, at):
    ticket = resolve(open_ticket())
    with pytest.raises(ActionRefused):
        resolve(ticket, at=at + 2 * HOUR)
    ticket.refresh_from_db()
    assert ticket.resolved_at == at + HOUR
