"""Take: somebody takes charge."""

from __future__ import annotations

import datetime as dt

import pytest

from sla.seeds import AGREEMENT_2016
from tests import factories
from tickets.actions.cancel import cancel_ticket
from tickets.actions.take import take_ticket
from tickets.actions.wait import wait_for
from tickets.choices import EventKind, Status, Verdict
from tickets.models import Event, OutboxMail
from tickets.refusal import ActionRefused


def test_who_takes_a_ticket_works_on_it(cast, open_ticket, at):
    later = at + dt.timedelta(minutes=5)
    ticket = take_ticket(ticket=open_ticket(), by=cast.technician, at=later)
    assert (ticket.technician, ticket.status, ticket.taken_at) == (cast.technician, Status.IN_PROGRESS, later)


def test_taking_charge_is_no_first_response_under_the_standard_contract(cast, open_ticket, at):
    ticket = take_ticket(ticket=open_ticket(), by=cast.technician, at=at)
    assert ticket.responded_at is None
    assert ticket.clocks.get(metric="response").is_running


def test_taking_charge_is_the_first_response_under_the_agreement_of_2016(cast, open_ticket, at):
    account = factories.account("Menuiserie Aubrac", policy=AGREEMENT_2016)
    ticket = open_ticket(account=account, contact=None, priority="critical")
    later = at + dt.timedelta(hours=2)
    ticket = take_ticket(ticket=ticket, by=cast.technician, at=later)
    assert ticket.responded_at == later
    assert ticket.clocks.get(metric="response").verdict == Verdict.MET


def test_taken_twice_by_one_person_is_taken_once(cast, open_ticket, at):
    ticket = open_ticket()
    for minutes in (1, 2):
        take_ticket(ticket=ticket, by=cast.technician, at=at + dt.timedelta(minutes=minutes))
    ticket.refresh_from_db()
    assert Event.objects.filter(ticket=ticket, kind=EventKind.TAKEN).count() == 1
    assert ticket.taken_at == at + dt.timedelta(minutes=1)


def test_the_second_to_take_it_has_it_and_the_first_instant_stays(cast, open_ticket, at):
    ticket = open_ticket()
    take_ticket(ticket=ticket, by=cast.technician, at=at)
    taken = take_ticket(ticket=ticket, by=cast.operator, at=at + dt.timedelta(minutes=9))
    assert (taken.technician, taken.taken_at) == (cast.operator, at)


def test_taking_a_waiting_ticket_ends_its_pause(cast, open_ticket, at):
    ticket = open_ticket()
    wait_for(ticket=ticket, status=Status.WAITING_CLIENT, reason="Rappel", by=cast.technician, at=at)
    take_ticket(ticket=ticket, by=cast.technician, at=at + dt.timedelta(minutes=30))
    assert ticket.pauses.get().until_at == at + dt.timedelta(minutes=30)


def test_nobody_is_mailed_about_what_they_take_themselves(cast, open_ticket, at):
    ticket = open_ticket()
    OutboxMail.objects.all().delete()
    take_ticket(ticket=ticket, by=cast.technician, at=at)
    assert not OutboxMail.objects.exists()


def test_a_cancelled_ticket_is_not_taken(cast, open_ticket, at):
    ticket = cancel_ticket(ticket=open_ticket(), reason="Doublon", by=cast.operator, at=at)
    with pytest.raises(ActionRefused):
        take_ticket(ticket=ticket, by=cast.technician, at=at)
