"""Two people at one ticket, with real processes: the second waits, and finds what the first has left."""

from __future__ import annotations

import pytest

from tests.processes import finish, gate, start
from tickets.actions.note import add_note
from tickets.actions.route import route_ticket
from tickets.models import Queue
from tickets.seeds import TELECOM

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.process]


def test_who_waits_while_a_ticket_changes_its_queue_finds_it_there(cast, open_ticket, at):
    ticket, telecom = open_ticket(), Queue.objects.get(name=TELECOM)
    with gate("UPDATE", "tickets_ticket") as closed:
        routing = start(lambda: route_ticket(ticket=ticket, queue=telecom, level=None, by=cast.operator, at=at))
        closed.wait_for(1)
        noting = start(lambda: add_note(ticket=ticket, body="Vu.", by=cast.technician, at=at))
        closed.wait_behind(1)
        closed.open()
        finish(routing)
        finish(noting)
    ticket.refresh_from_db()
    assert ticket.queue == telecom
    assert ticket.messages.filter(kind="note").count() == 1
