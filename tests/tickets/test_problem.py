"""A problem and the tickets it causes: one message and one resolution for all."""

from __future__ import annotations

import re
import uuid

import pytest

from tests import factories
from tickets.actions.announce import announce_incident
from tickets.actions.link import link_tickets
from tickets.actions.problem import open_problem, reply_to_all, resolve_all
from tickets.actions.reopen import reopen_ticket
from tickets.actions.resolve import resolve_ticket
from tickets.actions.wait import wait_for
from tickets.choices import EventKind, Kind, LinkKind, MessageKind, Status, Verdict
from tickets.incidents import caused_by
from tickets.models import Message, OutboxMail, Ticket
from tickets.refusal import ActionRefused


@pytest.fixture
def by(cast, at):
    return {"by": cast.technician, "at": at}


@pytest.fixture
def incidents(cast, open_ticket):
    """Two of one client, one of another."""
    hugo = cast.outsider.contact
    return [open_ticket(title="Un"), open_ticket(title="Deux"), open_ticket(account=cast.other, contact=hugo)]


@pytest.fixture
def problem(open_ticket, incidents, by):
    cause = open_ticket(kind=Kind.PROBLEM, contact=None, title="Routeur en panne")
    for incident in incidents:
        link_tickets(ticket=incident, other=cause, kind=LinkKind.PROBLEM, **by)
    OutboxMail.objects.all().delete()
    return cause


def mails() -> list[str]:
    return sorted(OutboxMail.objects.values_list("to", flat=True))


def test_one_message_reaches_each_requester_and_answers_each_incident(problem, incidents, by, at):
    results = reply_to_all(ticket=problem, body="On change le routeur.", **by)
    assert [(result.ticket, result.refused) for result in results] == [(each, "") for each in (problem, *incidents)]
    assert Message.objects.filter(kind=MessageKind.REPLY, body="On change le routeur.").count() == 4
    assert mails() == ["hugo@client.example.org", "nadia@client.example.org", "nadia@client.example.org"]
    assert set(Ticket.objects.values_list("responded_at", flat=True)) == {at}


def test_what_is_over_hears_nothing_more(problem, incidents, by):
    resolve_ticket(ticket=incidents[0], solution="Contourné.", **by)
    OutboxMail.objects.all().delete()
    reply_to_all(ticket=problem, body="On change le routeur.", **by)
    assert mails() == ["hugo@client.example.org", "nadia@client.example.org"]


def test_one_solution_resolves_all_and_judges_each_clock(problem, incidents, by):
    wait_for(ticket=incidents[1], status=Status.WAITING_CLIENT, reason="photo", **by)
    results = resolve_all(ticket=problem, solution="Routeur changé.", **by)
    assert [result.refused for result in results] == [""] * 4
    assert set(Ticket.objects.values_list("status", flat=True)) == {Status.RESOLVED}
    assert {clock.verdict for each in incidents for clock in each.clocks.all()} == {Verdict.MET}
    assert mails() == ["hugo@client.example.org", "nadia@client.example.org", "nadia@client.example.org"]


def test_one_that_refuses_keeps_no_other_open(problem, incidents, by):
    resolve_ticket(ticket=problem, solution="Routeur changé.", **by)
    results = resolve_all(ticket=problem, solution="Routeur changé.", **by)
    assert [bool(result.refused) for result in results] == [True, False, False, False]
    assert set(Ticket.objects.values_list("status", flat=True)) == {Status.RESOLVED}


@pytest.mark.parametrize(("verb", "field"), [("reply_all", "body"), ("resolve_all", "solution")])
def test_the_form_sent_twice_says_it_once(client, cast, problem, incidents, verb, field):
    client.force_login(cast.technician)
    page = client.get(f"/tickets/{problem.number}/?edit={verb}").content.decode()
    [key] = re.findall(r'name="key" value="([-0-9a-f]{36})"', page)
    for _time in range(2):
        sent = client.post(f"/tickets/{problem.number}/{verb}/", {field: "Routeur changé.", "key": key})
        assert sent.content.decode().count('data-result="done"') == 4
        assert 'data-result="refused"' not in sent.content.decode()
    assert Message.objects.filter(body="Routeur changé.").count() == 4
    assert len(mails()) == 3
    client.post(f"/tickets/{problem.number}/{verb}/", {field: "Et le câble.", "key": key})
    assert Message.objects.filter(body="Et le câble.").exists() == (verb == "reply_all")


def test_what_was_reopened_meanwhile_is_not_resolved_again_by_the_same_form(problem, incidents, by):
    key = uuid.uuid4()
    resolve_all(ticket=problem, solution="Routeur changé.", key=key, **by)
    reopen_ticket(ticket=incidents[0], reason="Toujours rien.", **by)
    resolve_all(ticket=problem, solution="Routeur changé.", key=key, **by)
    incidents[0].refresh_from_db()
    assert incidents[0].is_open


def test_a_known_incident_is_one_of_those_it_tells(open_ticket, cast, by):
    known = announce_incident(ticket=open_ticket(title="Coupure fibre"), **by)
    attached = open_ticket(account=cast.other, contact=cast.outsider.contact)
    link_tickets(ticket=attached, other=known, kind=LinkKind.PROBLEM, **by)
    OutboxMail.objects.all().delete()
    resolve_all(ticket=known, solution="Fibre réparée.", **by)
    assert mails() == ["hugo@client.example.org", "nadia@client.example.org"]
    known.refresh_from_db()
    assert not known.is_announced


@pytest.mark.parametrize("act", [reply_to_all, resolve_all])
def test_clients_and_empty_texts_are_refused_before_anything_is_said(cast, problem, at, act):
    name = "body" if act is reply_to_all else "solution"
    for person, text in ((cast.client, "Bonjour"), (cast.technician, "  ")):
        with pytest.raises(ActionRefused):
            act(ticket=problem, **{name: text}, by=person, at=at)
    assert not Message.objects.filter(kind=MessageKind.REPLY).exists()


def test_a_problem_is_opened_from_an_incident_with_clocks_of_its_own(cast, open_ticket, by):
    incident = open_ticket(priority="high", description="Encore.")
    problem = open_problem(ticket=incident, title="Pourquoi l'imprimante se coupe", **by)
    assert (problem.kind, problem.contact, problem.account) == (Kind.PROBLEM, None, cast.account)
    assert (problem.priority, problem.responded_at) == ("high", None)
    assert list(caused_by(problem)) == [incident]
    assert incident.events.get(kind=EventKind.LINKED).data["number"] == problem.pk
    incident.refresh_from_db()
    assert incident.is_open


def test_a_problem_has_no_problem_and_clients_open_none(cast, open_ticket, by, at):
    with pytest.raises(ActionRefused):
        open_problem(ticket=open_ticket(kind=Kind.PROBLEM), title="Encore", **by)
    with pytest.raises(ActionRefused):
        open_problem(ticket=open_ticket(), title="Pourquoi", by=cast.client, at=at)


def test_what_was_cancelled_or_merged_is_not_counted(cast, problem, incidents, by):
    factories.account("Vide")
    incidents[0].status = Status.CANCELLED
    incidents[0].save()
    assert list(caused_by(problem)) == incidents[1:]
