"""Split: a part of a ticket becomes a ticket with clocks of its own."""

from __future__ import annotations

import datetime as dt

import pytest

from sla.choices import Metric
from sla.models import Policy
from sla.seeds import AGREEMENT_2016, STANDARD
from tests import factories
from tickets.actions.cancel import cancel_ticket
from tickets.actions.merge import merge_ticket
from tickets.actions.resolve import resolve_ticket
from tickets.actions.split import split_ticket
from tickets.choices import EventKind, LinkKind, Source, Verdict
from tickets.models import Contract, Link, Ticket
from tickets.refusal import ActionRefused

HOUR = dt.timedelta(hours=1)


@pytest.fixture
def split(cast, at):
    """`split(ticket, ...)`: the operator splits it, an hour after it was opened."""

    def done(ticket: Ticket, **given) -> Ticket:
        usual = {"title": "Scanner", "description": "Le scanner aussi.", "by": cast.operator, "at": at + HOUR}
        return split_ticket(ticket=ticket, **usual | given)

    return done


def test_a_split_ticket_has_clocks_of_its_own(open_ticket, split, at):
    ticket = open_ticket(priority="high")
    before = list(ticket.clocks.values())
    part = split(ticket)
    assert part.opened_at == at + HOUR
    response, resolution = part.clocks.get(metric=Metric.RESPONSE), part.clocks.get(metric=Metric.RESOLUTION)
    assert (response.started_at, response.used, response.cycle) == (at + HOUR, dt.timedelta(0), 1)
    assert (response.target, resolution.target) == (2 * HOUR, 8 * HOUR)
    assert part.next_due_at == response.due_at
    assert list(ticket.clocks.values()) == before


def test_it_is_of_the_same_people_and_kind(cast, open_ticket, split):
    ticket = open_ticket(priority="low", has_guaranteed_repair=True)
    part = split(ticket)
    for name in ("account", "contact", "queue", "priority", "kind", "work_type", "source", "has_guaranteed_repair"):
        assert getattr(part, name) == getattr(ticket, name)
    assert (part.title, part.description, part.opened_by) == ("Scanner", "Le scanner aussi.", cast.operator)


def test_both_histories_say_so(open_ticket, split):
    ticket = open_ticket()
    part = split(ticket)
    link = Link.objects.get()
    assert (link.ticket, link.other, link.kind) == (part, ticket, LinkKind.PARENT)
    assert part.events.get(kind=EventKind.LINKED).data["number"] == ticket.number
    assert ticket.events.get(kind=EventKind.LINKED).data["number"] == part.number


def test_the_policy_is_that_of_the_day(cast, open_ticket, split, at):
    ticket = open_ticket()
    cast.account.contracts.update(until_date=at.date() - dt.timedelta(days=1))
    newer = Policy.objects.get(name=AGREEMENT_2016)
    contract = Contract.objects.create(account=cast.account, policy=newer, from_date=at.date())
    part = split(ticket)
    assert (part.contract, part.policy, ticket.policy.name) == (contract, newer, STANDARD)


def test_nobody_called_about_it_so_no_call_answers_it(open_ticket, split):
    Policy.objects.filter(name=STANDARD).update(intake_call_is_response=True)
    ticket = open_ticket(source=Source.PHONE)
    part = split(ticket)
    assert (part.source, part.responded_at) == (Source.PHONE, None)
    assert [message.kind for message in part.messages.all()] == ["note"]
    assert part.messages.get().body == "Le scanner aussi."


def test_without_a_description_there_is_no_note(open_ticket, split):
    assert not split(open_ticket(), description="  ").messages.exists()


def test_a_part_split_off_twice_is_one(cast, open_ticket, split, at):
    ticket = open_ticket()
    part = split(ticket)
    assert split(ticket) == part
    assert split(ticket, title="Écran") != part
    cancel_ticket(ticket=part, reason="Non", by=cast.operator, at=at + HOUR)
    assert split(ticket) != part


def test_what_is_over_may_be_split_and_stays_over(cast, open_ticket, split, at):
    ticket = resolve_ticket(ticket=open_ticket(), solution="Fait.", by=cast.technician, at=at)
    part = split(ticket)
    ticket.refresh_from_db()
    assert (ticket.is_open, part.is_open) == (False, True)
    assert {clock.verdict for clock in ticket.clocks.all()} == {Verdict.MET}


@pytest.mark.parametrize("title", ["", "   ", "x" * 201])
def test_it_needs_a_title_that_fits(open_ticket, split, title):
    with pytest.raises(ActionRefused):
        split(open_ticket(), title=title)
    assert Ticket.objects.count() == 1


def test_a_merged_ticket_is_split_where_it_went_on(cast, open_ticket, split, at):
    ticket, into = open_ticket(), open_ticket()
    merge_ticket(ticket=ticket, into=into, by=cast.operator, at=at)
    with pytest.raises(ActionRefused):
        split(ticket)


def test_staff_alone_split(cast, open_ticket, split):
    ticket = open_ticket()
    for role in ("client", "colleague", "partner", "outsider"):
        with pytest.raises(ActionRefused):
            split(ticket, by=getattr(cast, role))
    assert Ticket.objects.count() == 1
    for role in ("operator", "technician", "manager", "administrator"):
        split(ticket, by=getattr(cast, role), title=role)
    assert Ticket.objects.count() == 5


def test_a_new_contract_is_for_new_tickets_alone(cast, open_ticket, at):
    account = factories.account("Boulangerie Sols")
    before = open_ticket(account=account, contact=None)
    Contract.objects.create(account=account, policy=Policy.objects.get(name=STANDARD), from_date=at.date())
    after = open_ticket(account=account, contact=None)
    assert [before.policy.name, after.policy.name] == ["Sans contrat", STANDARD]
    before.refresh_from_db()
    assert before.next_due_at is None
