"""History: append-only, in the database itself."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, transaction

from tickets.models import Event
from tickets.signals import ticket_changed


@pytest.fixture
def event(open_ticket):
    return open_ticket().events.get()


@pytest.mark.parametrize(
    "rewrite",
    [
        lambda event: Event.objects.filter(pk=event.pk).update(new="Basse"),
        lambda event: event.save(),
        lambda event: event.delete(),
        lambda event: Event.objects.all().delete(),
    ],
    ids=["update", "save", "delete", "delete all"],
)
def test_nobody_rewrites_history(event, rewrite):
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        rewrite(event)
    assert Event.objects.get() == event


def test_the_rooms_above_hear_of_every_event_after_the_ledger_was_saved(cast, open_ticket):
    heard = []

    def listen(ticket, event, **_):
        heard.append((event.kind, ticket.clocks.count()))

    ticket_changed.connect(listen)
    open_ticket()
    ticket_changed.disconnect(listen)
    assert heard == [("opened", 2)]
