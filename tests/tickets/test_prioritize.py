"""Prioritize: another priority brings other promises (the clocks themselves: test_clocks.py)."""

from __future__ import annotations

import pytest

from sla.choices import Priority
from tickets.actions.prioritize import change_priority
from tickets.actions.resolve import resolve_ticket
from tickets.choices import EventKind
from tickets.models import Event
from tickets.refusal import ActionRefused


def test_a_new_priority_brings_its_targets(cast, open_ticket, at):
    ticket = open_ticket(priority="medium")
    ticket = change_priority(ticket=ticket, priority=Priority.HIGH, by=cast.operator, at=at)
    assert ticket.priority == Priority.HIGH
    assert ticket.next_due_at == at.replace(hour=12)


def test_history_says_from_what_to_what(cast, open_ticket, at):
    change_priority(ticket=open_ticket(), priority=Priority.HIGH, by=cast.operator, at=at)
    event = Event.objects.get(kind=EventKind.PRIORITY_CHANGED)
    assert (event.old, event.new) == (Priority.MEDIUM.label, Priority.HIGH.label)


def test_the_priority_it_has_already_changes_nothing(cast, open_ticket, at):
    ticket = open_ticket(priority="medium")
    version = ticket.version
    assert change_priority(ticket=ticket, priority=Priority.MEDIUM, by=cast.operator, at=at).version == version
    assert not Event.objects.filter(kind=EventKind.PRIORITY_CHANGED).exists()


def test_what_was_judged_keeps_its_priority(cast, open_ticket, at):
    ticket = resolve_ticket(ticket=open_ticket(), solution="Fait.", by=cast.technician, at=at)
    with pytest.raises(ActionRefused):
        change_priority(ticket=ticket, priority=Priority.HIGH, by=cast.operator, at=at)
