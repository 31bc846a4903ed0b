"""History: append-only, in the database itself."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, transaction
from django.utils import translation
from django.utils.html import strip_tags

from tickets.choices import EventKind
from tickets.models import Event
from tickets.presentation.history import event_entry
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


@pytest.mark.parametrize(
    ("kind", "old", "new", "sentence"),
    [
        (EventKind.COPIED, "", "chef@example.org", "sends copies to chef@example.org"),
        (EventKind.COPIED, "chef@example.org", "", "sends no more copies to chef@example.org"),
        (EventKind.UNLINKED, "Part of", "12 Scie", "took away the link to 12 Scie"),
        (EventKind.TIME_CORRECTED, "15 min", "20 min", "corrected the time logged: 15 min → 20 min"),
    ],
)
def test_what_was_done_reads_as_a_sentence(cast, open_ticket, at, kind, old, new, sentence):
    done = Event(ticket=open_ticket(), kind=kind, by=cast.technician, at=at, old=old, new=new)
    with translation.override("en"):
        assert strip_tags(event_entry(done, with_details=True)["text"]) == f"{cast.technician} {sentence}"
