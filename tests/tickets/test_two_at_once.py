"""Two people act on one ticket at the same instant: one after the other, and neither is lost."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from threading import Barrier, Thread

import pytest
from django.db import connection

from sla.choices import Metric
from tests import factories
from tests.conftest import Cast
from tickets.actions.link import link_tickets
from tickets.actions.merge import merge_ticket
from tickets.actions.note import add_note
from tickets.actions.problem import reply_to_all
from tickets.actions.reply import reply_to_ticket
from tickets.actions.resolve import resolve_ticket
from tickets.actions.take import take_ticket
from tickets.choices import EventKind, Kind, LinkKind, Status
from tickets.models import Event, Message, Ticket
from tickets.refusal import ActionRefused

pytestmark = [pytest.mark.process, pytest.mark.django_db(transaction=True)]


def at_once(*actions: Callable[[], object]) -> list[object]:
    """Do all at the same time, each on a connection of its own; what each returned, or the refusal it got."""
    together, results = Barrier(len(actions)), []

    def run(action: Callable[[], object]) -> None:
        together.wait()
        try:
            results.append(action())
        except ActionRefused as refusal:
            results.append(refusal)
        finally:
            connection.close()

    threads = [Thread(target=run, args=[action]) for action in actions]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert len(results) == len(actions)
    return results


def refusals(results: list[object]) -> int:
    return sum(isinstance(result, ActionRefused) for result in results)


def test_a_double_click_takes_a_ticket_once(cast, open_ticket, at):
    ticket = open_ticket()
    at_once(*[lambda: take_ticket(ticket=ticket, by=cast.technician, at=at)] * 4)
    assert Event.objects.filter(ticket=ticket, kind=EventKind.TAKEN).count() == 1


def test_a_message_to_all_sent_twice_at_once_is_said_once(cast, open_ticket, at):
    problem, key = open_ticket(kind=Kind.PROBLEM, contact=None), uuid.uuid4()
    incidents = [open_ticket(), open_ticket()]
    for incident in incidents:
        link_tickets(ticket=incident, other=problem, kind=LinkKind.PROBLEM, by=cast.technician, at=at)
    at_once(*[lambda: reply_to_all(ticket=problem, body="On répare.", key=key, by=cast.technician, at=at)] * 3)
    assert Message.objects.filter(body="On répare.").count() == 3


def test_two_resolutions_at_once_give_one_verdict_a_clock(cast, open_ticket, at):
    ticket = open_ticket()
    results = at_once(*[lambda: resolve_ticket(ticket=ticket, solution="Fait.", by=cast.technician, at=at)] * 2)
    assert refusals(results) == 1
    assert sorted(ticket.clocks.values_list("metric", flat=True)) == sorted(Metric.values)


def test_nothing_is_lost_when_many_write_at_once(cast, open_ticket, at):
    ticket = open_ticket()
    before = ticket.version
    note = [lambda: add_note(ticket=ticket, body="À rappeler", by=cast.operator, at=at)] * 3
    reply = [lambda: reply_to_ticket(ticket=ticket, body="On regarde.", by=cast.technician, at=at)] * 3
    at_once(*note, *reply)
    ticket.refresh_from_db()
    assert (ticket.version, ticket.events.count()) == (before + 6, 1 + 6)
    assert ticket.responded_at == at


def test_merged_into_each_other_at_once_one_of_them_stays(cast: Cast, at):
    for _ in range(3):
        pair = [factories.ticket(by=cast.operator, at=at, account=cast.account) for _ in range(2)]
        results = at_once(
            lambda pair=pair: merge_ticket(ticket=pair[0], into=pair[1], by=cast.operator, at=at),
            lambda pair=pair: merge_ticket(ticket=pair[1], into=pair[0], by=cast.operator, at=at),
        )
        assert refusals(results) == 1
        statuses = Ticket.objects.filter(pk__in=[ticket.pk for ticket in pair]).values_list("status", flat=True)
        assert sorted(statuses) == sorted([Status.ASSIGNED, Status.MERGED])
