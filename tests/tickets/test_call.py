"""Call: a phone call is written down."""

from __future__ import annotations

import pytest

from tickets.actions.call import log_call
from tickets.choices import EventKind, MessageKind, Source
from tickets.models import Event, OutboxMail
from tickets.permissions import visible_messages
from tickets.refusal import ActionRefused


@pytest.fixture
def call(cast, at):
    def called(ticket, with_requester=True, **given):
        spoken = {"body": "Rappelé, pas de réponse.", "seconds": 75, "by": cast.technician, "at": at}
        return log_call(**{"ticket": ticket, "with_requester": with_requester, **spoken, **given})

    return called


def test_a_call_with_the_requester_is_a_first_response(cast, open_ticket, call, at):
    ticket = open_ticket()
    message = call(ticket)
    ticket.refresh_from_db()
    assert ticket.responded_at == at
    assert (message.kind, message.source, message.call_seconds) == (MessageKind.CALL, Source.PHONE, 75)
    assert message in visible_messages(cast.operator)


def test_a_call_with_somebody_else_answers_nobody_and_stays_in_the_house(cast, open_ticket, call):
    ticket = open_ticket()
    message = call(ticket, with_requester=False)
    ticket.refresh_from_db()
    assert ticket.responded_at is None
    assert (message.kind, message.contact) == (MessageKind.NOTE, None)
    assert message not in visible_messages(cast.client)


def test_history_says_with_whom(open_ticket, call):
    message = call(open_ticket(), with_requester=False)
    assert Event.objects.get(kind=EventKind.CALLED).data == {"message": message.pk, "with_requester": False}


def test_what_was_said_on_the_phone_is_not_mailed(open_ticket, call):
    ticket = open_ticket()
    OutboxMail.objects.all().delete()
    call(ticket)
    assert not OutboxMail.objects.exists()


def test_the_length_of_a_call_may_be_unknown(open_ticket, call):
    assert call(open_ticket(), seconds=None).call_seconds is None


@pytest.mark.parametrize("seconds", [-1, 24 * 3600 + 1])
def test_a_length_that_makes_no_sense_is_refused(open_ticket, call, seconds):
    with pytest.raises(ActionRefused):
        call(open_ticket(), seconds=seconds)
