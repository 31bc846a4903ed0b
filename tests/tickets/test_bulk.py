"""Bulk: one verb for many tickets, each through its own action, each with its own answer."""

from __future__ import annotations

import re

import pytest
import time_machine

from tests import factories
from tickets.actions.bulk import change_each
from tickets.actions.cancel import cancel_ticket
from tickets.actions.prioritize import change_priority
from tickets.choices import EventKind, Status
from tickets.models import Event, Link, Ticket
from tickets.refusal import ActionRefused
from tickets.seeds import TELECOM


@pytest.fixture
def post(client, cast, at):
    """`post("assign", tickets, technician=...)`: the verb, sure of it, done by the operator."""
    cast.operator.language = "en"
    cast.operator.save()

    def sent(verb: str, tickets, *, by=cast.operator, sure: str = "1", **fields):
        client.force_login(by)
        asked = {"verb": verb, "tickets": [t.pk for t in tickets], **({"sure": sure} if sure else {}), **fields}
        with time_machine.travel(at, tick=False):
            return client.post("/tickets/bulk/", asked)

    return sent


def stored(tickets, field: str) -> list:
    return [getattr(Ticket.objects.get(pk=ticket.pk), field) for ticket in tickets]


def test_each_ticket_is_given_and_says_so_in_its_history(post, cast, open_ticket):
    tickets = [open_ticket(), open_ticket()]
    page = post("assign", tickets, technician=cast.technician.pk).text
    assert "2 tickets changed." in page
    assert stored(tickets, "technician") == [cast.technician] * 2
    assert Event.objects.filter(kind=EventKind.ASSIGNED, ticket__in=tickets, by=cast.operator).count() == 2


def test_one_that_is_refused_keeps_no_other_from_being_done(post, cast, open_ticket, at):
    over, fine = open_ticket(), open_ticket()
    cancel_ticket(ticket=over, reason="doublon", by=cast.operator, at=at)
    page = post("prioritize", [over, fine], priority="critical").text
    assert "1 ticket changed, 1 refused." in page
    assert re.search(rf"#{over.number}</a>.*?<b>This ticket is “Cancelled”: reopen it first.</b>", page, re.DOTALL)
    assert stored([over, fine], "priority") == ["medium", "critical"]


def test_what_an_action_did_before_it_refused_is_undone(cast, open_ticket, at):
    first, second = open_ticket(), open_ticket()

    def change(*, ticket: Ticket, by, at) -> None:
        change_priority(ticket=ticket, priority="high", by=by, at=at)
        if ticket == first:
            raise ActionRefused("no")

    outcomes = change_each(tickets=[first, second], change=change, by=cast.operator, at=at)
    assert [outcome.refusal for outcome in outcomes] == ["no", ""]
    assert stored([first, second], "priority") == ["medium", "high"]


@pytest.mark.parametrize(
    ("given", "status"),
    [
        ({"status": "in_progress"}, Status.IN_PROGRESS),
        ({"status": "scheduled"}, Status.SCHEDULED),
        ({"status": "waiting_client", "reason": "réponse"}, Status.WAITING_CLIENT),
        ({"status": "waiting_third_party", "reason": "pièce"}, Status.WAITING_THIRD_PARTY),
        ({"status": "resolved", "solution": "Rebranché"}, Status.RESOLVED),
        ({"status": "cancelled", "reason": "doublon"}, Status.CANCELLED),
    ],
)
def test_the_status_of_each_moves_as_its_lifecycle_allows(post, open_ticket, given, status):
    tickets = [open_ticket(), open_ticket()]
    post("progress", tickets, **given)
    assert stored(tickets, "status") == [status, status]


def test_what_is_not_resolved_is_not_closed(post, open_ticket):
    ticket = open_ticket()
    assert "0 tickets changed, 1 refused." in post("progress", [ticket], status="closed").text
    assert stored([ticket], "status") != [Status.CLOSED]


@pytest.mark.parametrize("given", [{"status": "waiting_client"}, {"status": "cancelled"}, {"status": "resolved"}, {}])
def test_what_is_missing_is_asked_for_and_nothing_is_done(post, open_ticket, given):
    ticket = open_ticket()
    response = post("progress", [ticket], **given)
    assert response.status_code == 422
    assert f'name="tickets" value="{ticket.number}"' in response.text
    assert stored([ticket], "version") == [ticket.version]


def test_each_moves_to_the_queue(post, open_ticket):
    ticket = open_ticket()
    queue = open_ticket(queue=TELECOM).queue
    post("route", [ticket], queue=queue.pk)
    assert stored([ticket], "queue") == [queue]


def test_incidents_are_linked_to_the_problem_that_caused_them(post, open_ticket):
    problem, one, two = open_ticket(kind="problem"), open_ticket(), open_ticket()
    page = post("link", [problem, one, two], problem=f"#{problem.number}").text
    assert "2 tickets changed." in page
    assert set(Link.objects.values_list("ticket", "other", "kind")) == {
        (one.pk, problem.pk, "problem"),
        (two.pk, problem.pk, "problem"),
    }


def test_all_are_merged_into_the_one_that_stays(post, cast, open_ticket):
    stays, one, other = open_ticket(), open_ticket(), open_ticket(account=cast.other, contact=None)
    page = post("merge", [stays, one, other], into=stays.number).text
    assert "1 ticket changed, 1 refused." in page
    assert stored([stays, one, other], "status") == [stays.status, Status.MERGED, other.status]


def test_without_being_sure_it_only_asks(post, cast, open_ticket):
    ticket = open_ticket(title="Celui-ci")
    page = post("assign", [ticket], sure="", technician=cast.technician.pk).text
    assert 'name="technician"' in page
    assert "Celui-ci" in page
    assert stored([ticket], "version") == [ticket.version]


def test_a_number_that_is_none_is_as_if_it_were_not_there(post, client, cast, open_ticket, at):
    ticket = open_ticket()
    client.force_login(cast.operator)
    sent = {"verb": "prioritize", "priority": "high", "sure": "1"}
    page = client.post("/tickets/bulk/", {**sent, "tickets": [ticket.pk, 999_999, "x", "9" * 30]}).text
    assert "1 ticket changed." in page


def test_at_most_two_hundred_go_at_once(post, cast, open_ticket, at, client):
    tickets = [Ticket(pk=number) for number in range(1, 202)]
    with pytest.raises(ActionRefused, match="at most 200"):
        change_each(tickets=tickets, change=change_priority, by=cast.operator, at=at)


def test_a_client_changes_nothing_here(post, cast, open_ticket):
    ticket = open_ticket()
    assert post("prioritize", [ticket], by=cast.client, priority="critical").status_code == 404
    assert stored([ticket], "priority") == ["medium"]


def test_the_list_offers_it_to_the_house_alone(client, cast, open_ticket):
    open_ticket()
    for person, is_offered in ((cast.operator, True), (cast.client, False)):
        client.force_login(person)
        page = client.get("/tickets/?state=any", follow=True).text
        assert ('id="bulk"' in page, 'name="tickets"' in page) == (is_offered, is_offered)


def test_other_accounts_stay_as_they_are(post, cast, open_ticket):
    mine, foreign = open_ticket(), open_ticket(account=factories.account("Garage Bellerive"), contact=None)
    post("prioritize", [mine], priority="low")
    assert stored([mine, foreign], "priority") == ["low", "medium"]
