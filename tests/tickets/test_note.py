"""Note: what never leaves the house."""

from __future__ import annotations

import pytest

from tickets.actions.merge import merge_ticket
from tickets.actions.note import add_note
from tickets.choices import EventKind, MessageKind
from tickets.models import Event, OutboxMail
from tickets.permissions import visible_messages
from tickets.refusal import ActionRefused


@pytest.fixture
def note(cast, at):
    def noted(ticket, body="Le client est pressé."):
        return add_note(ticket=ticket, body=body, by=cast.technician, at=at)

    return noted


def test_a_note_is_read_by_the_house_alone(cast, open_ticket, note):
    message = note(open_ticket())
    assert message in visible_messages(cast.operator)
    assert message not in visible_messages(cast.client)


def test_a_note_is_mailed_to_nobody(open_ticket, note):
    ticket = open_ticket()
    OutboxMail.objects.all().delete()
    note(ticket)
    assert not OutboxMail.objects.exists()


def test_history_names_who_wrote_it(cast, open_ticket, note):
    message = note(open_ticket())
    event = Event.objects.get(kind=EventKind.NOTED)
    assert (message.kind, event.by, event.data) == (MessageKind.NOTE, cast.technician, {"message": message.pk})


def test_an_empty_note_is_refused(open_ticket, note):
    with pytest.raises(ActionRefused):
        note(open_ticket(), body="  ")


def test_a_note_on_a_merged_ticket_is_refused_with_the_number_where_it_goes_on(cast, open_ticket, note, at):
    ticket, into = open_ticket(), open_ticket()
    merge_ticket(ticket=ticket, into=into, by=cast.operator, at=at)
    with pytest.raises(ActionRefused, match=str(into.number)):
        note(ticket)
