"""What an action costs in statements: no more than when this was written."""

from __future__ import annotations

import uuid
from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tickets.actions.assign import assign_ticket
from tickets.actions.note import add_note
from tickets.actions.open import open_ticket as open_the_ticket
from tickets.actions.prioritize import change_priority
from tickets.actions.reply import reply_to_ticket
from tickets.actions.resolve import resolve_ticket
from tickets.models import IssueType, Queue, WorkType
from tickets.promises import Intake
from tickets.seeds import IT


def statements(act: Callable[[], object]) -> int:
    """How many statements `act` sends, once all that is read once a process was read."""
    with CaptureQueriesContext(connection) as queries:
        act()
    return len(queries)


def test_opening_a_ticket_writes_each_table_once(cast, open_ticket, at):
    open_ticket(priority="critical")
    intake = Intake(
        account=cast.account,
        contact=cast.contact,
        queue=Queue.objects.select_related("calendar").get(name=IT),
        title="Imprimante hors ligne",
        priority="critical",
        key=uuid.uuid4(),
        work_type=WorkType.objects.get(is_default=True),
    )
    with CaptureQueriesContext(connection) as queries:
        open_the_ticket(intake=intake, by=cast.operator, at=at)
    written = [query["sql"].split()[2] for query in queries if query["sql"].startswith(("INSERT", "UPDATE"))]
    assert len(written) == len(set(written))
    assert not [query for query in queries if query["sql"].startswith("UPDATE")]
    assert len(queries) <= 18


@pytest.mark.parametrize(
    ("most", "act"),
    [
        (13, lambda ticket, cast, at: add_note(ticket=ticket, body="Vu.", by=cast.technician, at=at)),
        (21, lambda ticket, cast, at: reply_to_ticket(ticket=ticket, body="Vu.", by=cast.technician, at=at)),
        (
            14,
            lambda ticket, cast, at: assign_ticket(ticket=ticket, technician=cast.technician, by=cast.operator, at=at),
        ),
        (14, lambda ticket, cast, at: change_priority(ticket=ticket, priority="high", by=cast.operator, at=at)),
        (23, lambda ticket, cast, at: resolve_ticket(ticket=ticket, solution="Fait.", by=cast.technician, at=at)),
    ],
    ids=["note", "reply", "assign", "prioritize", "resolve"],
)
def test_an_action_takes_few_statements(cast, open_ticket, at, most, act):
    act(open_ticket(), cast, at)
    ticket = open_ticket()
    assert statements(lambda: act(ticket, cast, at)) <= most


def test_what_an_action_does_not_change_is_not_written(cast, open_ticket, at):
    ticket = open_ticket()
    with CaptureQueriesContext(connection) as queries:
        add_note(ticket=ticket, body="Vu.", by=cast.technician, at=at)
    assert not [query for query in queries if "tickets_clock" in query["sql"] and not query["sql"].startswith("SELECT")]


def test_a_call_becomes_a_ticket_in_few_statements(client, cast, open_ticket, at):
    client.force_login(cast.operator)
    issue = IssueType.objects.get(name="Impression")
    call = {
        "queue": issue.queue_id,
        "account": cast.account.pk,
        "caller": cast.account.name,
        "contact": cast.contact.pk,
        "title": "Imprimante hors ligne",
        "priority": "critical",
        "kind": "incident",
        "issue_type": issue.pk,
        "sub_issue_type": issue.sub_types.get(name="Scanner").pk,
        "work_type": WorkType.objects.get(is_default=True).pk,
    }

    def send() -> None:
        assert client.post(reverse("ticket_new"), {**call, "intake_key": uuid.uuid4()}).status_code == 302

    send()
    assert statements(send) <= 26
