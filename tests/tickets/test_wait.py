"""Wait: a ticket is put on hold, with a reason."""

from __future__ import annotations

import datetime as dt

import pytest

from sla.models import Policy
from tickets.actions.resolve import resolve_ticket
from tickets.actions.wait import wait_for
from tickets.choices import EventKind, Status
from tickets.models import Event
from tickets.refusal import ActionRefused

HOUR = dt.timedelta(hours=1)
CLIENT, THIRD_PARTY = Status.WAITING_CLIENT, Status.WAITING_THIRD_PARTY


@pytest.fixture
def wait(cast, at):
    def waited(ticket, status=CLIENT, reason="Modèle à préciser", at=at):
        return wait_for(ticket=ticket, status=status, reason=reason, by=cast.technician, at=at)

    return waited


def test_a_wait_for_the_client_opens_a_pause_with_its_reason(cast, open_ticket, wait, at):
    ticket = wait(open_ticket())
    pause = ticket.pauses.get()
    assert (ticket.status, ticket.next_due_at) == (CLIENT, None)
    assert (pause.from_at, pause.until_at, pause.reason, pause.by) == (at, None, "Modèle à préciser", cast.technician)


def test_history_says_from_what_to_what_and_why(open_ticket, wait):
    wait(open_ticket())
    event = Event.objects.get(kind=EventKind.WAITED)
    assert (event.old, event.new) == (Status.ASSIGNED.label, CLIENT.label)
    assert event.data == {"reason": "Modèle à préciser"}


@pytest.mark.parametrize("reason", ["", "  \t", "x" * 201])
def test_a_pause_needs_a_reason_that_fits(open_ticket, wait, reason):
    ticket = open_ticket()
    with pytest.raises(ActionRefused):
        wait(ticket, reason=reason)
    assert not ticket.pauses.exists()


def test_waiting_for_the_same_reason_again_changes_nothing(open_ticket, wait, at):
    ticket = open_ticket()
    wait(ticket)
    wait(ticket, at=at + HOUR)
    assert (ticket.pauses.count(), Event.objects.filter(kind=EventKind.WAITED).count()) == (1, 1)


def test_from_the_client_to_a_third_party_the_clocks_run_again(open_ticket, wait, at):
    ticket = open_ticket()
    wait(ticket)
    ticket = wait(ticket, THIRD_PARTY, "Pièce commandée", at=at + HOUR)
    assert (ticket.status, ticket.pauses.get().until_at) == (THIRD_PARTY, at + HOUR)
    assert ticket.next_due_at is not None


def test_from_a_third_party_to_the_client_a_pause_begins(open_ticket, wait, at):
    ticket = open_ticket()
    wait(ticket, THIRD_PARTY, "Pièce commandée")
    wait(ticket, at=at + HOUR)
    assert ticket.pauses.get().from_at == at + HOUR


def test_where_both_waits_pause_each_pause_has_its_own_reason(open_ticket, wait, at):
    Policy.objects.update(pauses_for_third_party=True)
    ticket = open_ticket()
    wait(ticket)
    wait(ticket, THIRD_PARTY, "Pièce commandée", at=at + HOUR)
    spans = [(pause.from_at, pause.until_at, pause.reason) for pause in ticket.pauses.all()]
    assert spans == [(at, at + HOUR, "Modèle à préciser"), (at + HOUR, None, "Pièce commandée")]


def test_only_the_two_waits_are_waits(open_ticket, wait):
    with pytest.raises(ActionRefused):
        wait(open_ticket(), Status.SCHEDULED)


def test_a_resolved_ticket_does_not_wait(cast, open_ticket, wait, at):
    ticket = resolve_ticket(ticket=open_ticket(), solution="Fait.", by=cast.technician, at=at)
    with pytest.raises(ActionRefused):
        wait(ticket)
