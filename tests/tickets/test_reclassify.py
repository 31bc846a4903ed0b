"""Reclassify: what the ticket is about, and how it is worked on."""

from __future__ import annotations

import pytest

from tickets.actions.reclassify import reclassify_ticket
from tickets.choices import EventKind, Kind
from tickets.models import Event, IssueType, WorkType
from tickets.refusal import ActionRefused


@pytest.fixture
def printing(db):
    return IssueType.objects.create(name="Encres et toners")


@pytest.fixture
def jam(printing):
    return IssueType.objects.create(name="Bourrage", parent=printing)


@pytest.fixture
def reclassify(cast, at):
    def reclassified(ticket, **given):
        now = {"kind": Kind.INCIDENT, "issue_type": None, "sub_issue_type": None, "work_type": ticket.work_type}
        return reclassify_ticket(ticket=ticket, **{**now, **given}, by=cast.operator, at=at)

    return reclassified


def test_it_says_what_the_ticket_is_about_and_moves_no_clock(open_ticket, reclassify, printing, jam):
    ticket = open_ticket()
    before = list(ticket.clocks.values())
    on_site = WorkType.objects.get(name="Sur site")
    new = {"kind": Kind.SERVICE_REQUEST, "issue_type": printing, "sub_issue_type": jam, "work_type": on_site}
    ticket = reclassify(ticket, **new)
    assert {name: getattr(ticket, name) for name in new} == new
    assert list(ticket.clocks.values()) == before


def test_history_says_from_what_to_what(open_ticket, reclassify, printing, jam):
    reclassify(open_ticket(), issue_type=printing, sub_issue_type=jam)
    event = Event.objects.get(kind=EventKind.RECLASSIFIED)
    assert "Bourrage" not in event.old
    assert "Encres et toners · Bourrage" in event.new


def test_what_it_is_already_changes_nothing(open_ticket, reclassify):
    reclassify(open_ticket())
    assert not Event.objects.filter(kind=EventKind.RECLASSIFIED).exists()


def test_a_sub_issue_type_belongs_to_its_issue_type(open_ticket, reclassify, printing, jam):
    other = IssueType.objects.create(name="Messagerie interne")
    for issue_type in (None, other, jam):
        with pytest.raises(ActionRefused):
            reclassify(open_ticket(), issue_type=issue_type, sub_issue_type=jam)
