"""Cancel: there is nothing to do."""

from __future__ import annotations

import pytest

from tickets.actions.cancel import cancel_ticket
from tickets.actions.reply import reply_to_ticket
from tickets.actions.resolve import resolve_ticket
from tickets.choices import EventKind, Status, Verdict
from tickets.models import Event
from tickets.refusal import ActionRefused


@pytest.fixture
def cancel(cast, at):
    def cancelled(ticket, reason="Erreur de saisie"):
        return cancel_ticket(ticket=ticket, reason=reason, by=cast.operator, at=at)

    return cancelled


def test_a_cancelled_ticket_waits_for_nothing(open_ticket, cancel):
    ticket = cancel(open_ticket())
    assert (ticket.status, ticket.next_due_at) == (Status.CANCELLED, None)
    assert not ticket.clocks.filter(stopped_at=None).exists()


def test_a_verdict_that_was_given_stays(cast, open_ticket, cancel, at):
    ticket = open_ticket()
    reply_to_ticket(ticket=ticket, body="On regarde.", by=cast.technician, at=at)
    cancel(ticket)
    verdicts = dict(ticket.clocks.values_list("metric", "verdict"))
    assert verdicts == {"response": Verdict.MET, "resolution": Verdict.CANCELLED}


def test_history_says_why(open_ticket, cancel):
    cancel(open_ticket())
    event = Event.objects.get(kind=EventKind.CANCELLED)
    assert (event.old, event.data) == (Status.ASSIGNED.label, {"reason": "Erreur de saisie"})


def test_a_cancellation_needs_a_reason(open_ticket, cancel):
    with pytest.raises(ActionRefused):
        cancel(open_ticket(), reason=" ")


def test_what_was_judged_is_not_cancelled(cast, open_ticket, cancel, at):
    ticket = resolve_ticket(ticket=open_ticket(), solution="Fait.", by=cast.technician, at=at)
    with pytest.raises(ActionRefused):
        cancel(ticket)
