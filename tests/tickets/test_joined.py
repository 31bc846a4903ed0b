"""Rows of joined tables are what Django reads, without a statement more."""

from __future__ import annotations

from typing import Any

import pytest
from django.db.models import Model

from escalation.models import Ladder
from sla.models import Calendar, Policy
from tickets.joined import Joined, Together
from tickets.models import Clock, Contract, IssueType, Queue, ResourceLevel, Ticket


def values(row: Model | None) -> Any:
    return row and (type(row), [getattr(row, field.attname) for field in row._meta.concrete_fields])


@pytest.mark.parametrize(
    ("model", "relations"),
    [
        (
            Ticket,
            (
                "account",
                "contact",
                "policy__ladder",
                "queue__calendar",
                "level",
                "technician",
                "sub_issue_type",
                "rating",
            ),
        ),
        (Contract, ("policy__calendar",)),
        (ResourceLevel, ("queue__calendar",)),
        (IssueType, ("parent",)),
        (Clock, ("calendar", "ticket__policy__calendar")),
    ],
)
def test_rows_are_those_that_select_related_reads(model, relations, cast, open_ticket, django_assert_num_queries):
    open_ticket()
    expected = list(model.objects.select_related(*relations).order_by("pk"))
    with django_assert_num_queries(1):
        found = Joined(model, *relations).rows(f'ORDER BY it."{model._meta.pk.column}"', {})
        assert found
        for relation in ("", *relations):
            steps = relation.split("__") if relation else []
            for ours, theirs in zip(found, expected, strict=True):
                for step in steps:
                    ours, theirs = ours and getattr(ours, step, None), theirs and getattr(theirs, step, None)  # noqa: PLW2901
                assert values(ours) == values(theirs)


def test_a_row_that_is_not_there_is_none(cast, django_assert_num_queries):
    Policy.objects.create(name="Sans escalade", calendar=Calendar.objects.first())
    policies = Joined(Policy, "ladder", "calendar")
    policy = policies.first("WHERE it.name = %(name)s", {"name": "Sans escalade"})
    with django_assert_num_queries(0):
        assert getattr(policy, "ladder", None) is None
        assert policy.calendar.service_hours
    assert policies.first("WHERE it.name = %(name)s", {"name": "Nirgendwo"}) is None


def test_both_ends_of_a_one_to_one_know_each_other(cast, django_assert_num_queries):
    policy = Joined(Policy, "ladder").first("WHERE ladder.id IS NOT NULL", {})
    with django_assert_num_queries(0):
        assert policy.ladder.policy is policy
    assert isinstance(policy.ladder, Ladder)


def test_what_is_asked_is_never_read_as_part_of_the_statement(cast):
    assert Joined(Policy).rows("WHERE it.name = %(name)s", {"name": "' OR true --"}) == []


def test_of_a_relation_that_shows_one_column_the_others_are_asked_for_when_they_are_read(
    open_ticket, django_assert_num_queries
):
    opened = open_ticket()
    tickets = Joined(Ticket, "opened_by", only={"opened_by": ["name"]})
    ticket = tickets.one("WHERE it.number = %(number)s", {"number": opened.pk})
    with django_assert_num_queries(0):
        assert (ticket.opened_by.pk, ticket.opened_by.name) == (opened.opened_by.pk, opened.opened_by.name)
    with django_assert_num_queries(1):
        assert ticket.opened_by.email == opened.opened_by.email


def test_what_is_read_also_stands_in_the_row_under_its_name(open_ticket):
    opened = open_ticket()
    metrics = "(SELECT json_agg(metric ORDER BY metric) FROM tickets_clock WHERE ticket_id = it.number)"
    tickets = Joined(Ticket, "account", also={"metrics": metrics, "half": "it.number / 2.0"})
    ticket: Any = tickets.one("WHERE it.number = %(number)s", {"number": opened.pk})
    assert ticket.metrics == ["resolution", "response"]
    assert ticket.half * 2 == opened.pk
    assert ticket.account == opened.account


def test_rows_named_by_their_keys_are_read_together(cast, django_assert_num_queries):
    issue = IssueType.objects.select_related("parent").exclude(parent=None).first()
    together = Together(
        queue=Joined(Queue), issue=Joined(IssueType, "parent"), other=Joined(IssueType), none=Joined(Queue)
    )
    with django_assert_num_queries(1):
        found = together.read({"queue": issue.parent.queue_id, "issue": issue.pk, "other": -1})
        assert values(found["issue"]) == values(issue)
        assert found["issue"].parent.pk == issue.parent_id
        assert found["other"] is None and found["none"] is None
    assert values(found["queue"]) == values(Queue.objects.get(pk=issue.parent.queue_id))


def test_a_row_is_known_to_be_stored(cast, open_ticket, django_assert_num_queries):
    number = open_ticket().pk
    ticket = Joined(Ticket, "account").one("WHERE it.number = %(number)s", {"number": number})
    assert (ticket._state.adding, ticket._state.db) == (False, "default")
    ticket.title = "Anders"
    with django_assert_num_queries(1):
        ticket.save(update_fields=["title"])
    assert Ticket.objects.get(pk=number).title == "Anders"
    assert Ticket.objects.count() == 1
