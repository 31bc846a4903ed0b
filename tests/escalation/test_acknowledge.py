"""Acknowledge: somebody who was told says that they see to it."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse

from escalation.actions.acknowledge import acknowledge_escalation
from escalation.actions.sweep import sweep
from escalation.models import Escalation
from escalation.queries import count_to_acknowledge
from tests.escalation.conftest import levels
from tickets.actions.resolve import resolve_ticket
from tickets.choices import EventKind
from tickets.models import Event
from tickets.refusal import ActionRefused

HOUR = dt.timedelta(hours=1)


@pytest.fixture
def escalation(carrier_ticket, at):
    carrier_ticket()
    return sweep(at=at + HOUR).fired[0]


def test_it_says_who_and_when_and_leaves_the_list(cast, escalation, at):
    assert count_to_acknowledge() == 1
    acknowledge_escalation(escalation=escalation, by=cast.manager, at=at + 2 * HOUR)
    escalation.refresh_from_db()
    assert (escalation.acknowledged_by, escalation.acknowledged_at) == (cast.manager, at + 2 * HOUR)
    assert count_to_acknowledge() == 0


def test_history_says_so(cast, escalation, at):
    acknowledge_escalation(escalation=escalation, by=cast.manager, at=at + 2 * HOUR)
    event = Event.objects.get(kind=EventKind.ACKNOWLEDGED)
    assert (event.by, event.new) == (cast.manager, "Production ou support")


def test_the_ladder_goes_on_all_the_same(cast, escalation, at):
    acknowledge_escalation(escalation=escalation, by=cast.manager, at=at + HOUR)
    sweep(at=at + 2 * HOUR)
    assert levels(escalation.ticket) == [1, 2]


def test_a_second_person_is_told_who_was_first(cast, escalation, at):
    acknowledge_escalation(escalation=escalation, by=cast.manager, at=at + HOUR)
    with pytest.raises(ActionRefused, match="Manager"):
        acknowledge_escalation(escalation=escalation, by=cast.operator, at=at + HOUR)
    assert Event.objects.filter(kind=EventKind.ACKNOWLEDGED).count() == 1


def test_a_client_cannot_acknowledge(cast, escalation, at):
    with pytest.raises(ActionRefused):
        acknowledge_escalation(escalation=escalation, by=cast.client, at=at + HOUR)


def test_a_ticket_that_is_over_waits_for_nobody(cast, escalation, at):
    resolve_ticket(ticket=escalation.ticket, solution="Rétabli", by=cast.technician, at=at + 2 * HOUR)
    assert count_to_acknowledge() == 0


def test_the_button_goes_back_to_the_list(client, cast, escalation):
    client.force_login(cast.manager)
    response = client.post(reverse("escalation_acknowledge", args=[escalation.pk]), {"next": "/escalations/?view=all"})
    assert response.url == "/escalations/?view=all"
    assert Escalation.objects.get().acknowledged_by == cast.manager


def test_the_button_leads_nowhere_else(client, cast, escalation):
    client.force_login(cast.manager)
    response = client.post(reverse("escalation_acknowledge", args=[escalation.pk]), {"next": "https://example.com/"})
    assert response.url == reverse("escalation_list")


def test_the_button_does_not_exist_for_an_outsider(client, cast, escalation):
    client.force_login(cast.outsider)
    assert client.post(reverse("escalation_acknowledge", args=[escalation.pk])).status_code == 404
