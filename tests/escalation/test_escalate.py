"""Escalate: asked for by client, partner and staff, when the rule allows it."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from escalation.actions.acknowledge import acknowledge_escalation
from escalation.actions.escalate import escalate_ticket
from escalation.actions.sweep import sweep
from escalation.models import Escalation
from escalation.queries import request_rule
from tests import factories
from tests.escalation.conftest import levels, told
from tickets.actions.note import add_note
from tickets.actions.reply import reply_to_ticket
from tickets.actions.resolve import resolve_ticket
from tickets.actions.resume import resume_ticket
from tickets.actions.wait import wait_for
from tickets.choices import EventKind, Status
from tickets.models import Event
from tickets.refusal import ActionRefused

HOUR, MINUTE = dt.timedelta(hours=1), dt.timedelta(minutes=1)
WHY = "Toute la clinique attend."


def refusal(ticket, by, at, reason=WHY):
    """The sentence of the refusal, which the button shows, too."""
    with pytest.raises(ActionRefused) as refused:
        escalate_ticket(ticket=ticket, reason=reason, by=by, at=at)
    return str(refused.value)


@pytest.mark.parametrize("role", ["client", "colleague", "partner", "operator", "technician", "manager"])
def test_whoever_sees_the_ticket_may_ask_once_the_rule_is_open(cast, open_ticket, at, role):
    by = getattr(cast, role)
    contact = cast.colleague.contact if role == "colleague" else cast.contact
    ticket = open_ticket(priority="critical", contact=contact)
    escalation = escalate_ticket(ticket=ticket, reason=WHY, by=by, at=at.replace(hour=12))
    assert (escalation.level, escalation.trigger, escalation.reason, escalation.by) == (1, "requested", WHY, by)
    assert "escalade@example.org" in told(ticket)


def test_an_outsider_may_not_ask(cast, open_ticket, at):
    ticket = open_ticket(priority="critical")
    refusal(ticket, cast.outsider, at.replace(hour=12))
    assert levels(ticket) == []


@pytest.mark.parametrize("reason", ["", "  \n "])
def test_a_request_needs_a_reason(cast, open_ticket, at, reason):
    ticket = open_ticket(priority="critical")
    refusal(ticket, cast.client, at.replace(hour=12), reason)
    assert (levels(ticket), told(ticket)) == ([], [])


def test_too_early_the_refusal_says_from_when_and_why(cast, open_ticket, at, settings):
    ticket = open_ticket(priority="critical")
    sentence = refusal(ticket, cast.client, at.replace(hour=11, minute=59))
    for part in ("12:00", "11:00", "1\N{NO-BREAK SPACE}h"):
        assert part in sentence
    assert levels(ticket) == []


def test_the_hour_of_grace_is_an_hour_of_business(cast, open_ticket, at):
    ticket = open_ticket(priority="high")
    rule = request_rule(ticket, at)
    assert rule.opens_at == at.replace(hour=14, minute=30)
    assert "14:30" in refusal(ticket, cast.client, at.replace(hour=14, minute=29))
    escalate_ticket(ticket=ticket, reason=WHY, by=cast.client, at=at.replace(hour=14, minute=30))
    assert levels(ticket) == [1]


def test_a_pause_after_the_deadline_moves_the_opening_by_its_length(cast, open_ticket, at):
    ticket, paused_at = open_ticket(priority="critical"), at.replace(hour=11, minute=30)
    wait_for(ticket=ticket, status=Status.WAITING_CLIENT, reason="Accès", by=cast.technician, at=paused_at)
    resume_ticket(ticket=ticket, by=cast.technician, at=paused_at + 30 * MINUTE)
    ticket.refresh_from_db()
    assert request_rule(ticket, at.replace(hour=12)).opens_at == at.replace(hour=12, minute=30)


def test_the_carrier_opens_as_soon_as_it_is_overdue_and_not_at_the_deadline(cast, carrier_ticket, at):
    ticket, deadline = carrier_ticket(), at + 30 * MINUTE
    assert "10:30" in refusal(ticket, cast.operator, deadline)
    escalate_ticket(ticket=ticket, reason=WHY, by=cast.operator, at=deadline + dt.timedelta(seconds=1))
    assert levels(ticket) == [1]


def test_a_low_priority_at_the_carrier_never_escalates_and_says_so(cast, carrier_ticket, at):
    ticket = carrier_ticket(priority="low")
    sentence = refusal(ticket, cast.operator, at + dt.timedelta(days=60))
    assert "Opérateur" in sentence


def test_without_contract_the_refusal_says_what_to_do_instead(cast, at):
    account = factories.account("Sans papiers")
    ticket = factories.ticket(by=cast.operator, at=at, account=account, priority="critical")
    assert "01 99 00 00 89" in refusal(ticket, cast.operator, at + dt.timedelta(days=1))


@pytest.mark.parametrize("end", ["paused", "resolved"])
def test_what_stands_still_or_is_over_is_refused_with_a_sentence(cast, open_ticket, at, end):
    ticket, noon = open_ticket(priority="critical"), at.replace(hour=12)
    if end == "paused":
        wait_for(ticket=ticket, status=Status.WAITING_CLIENT, reason="Accès au local", by=cast.technician, at=noon)
        # Clients read the sentence: why it waits is a word of the house.
        assert "Accès au local" not in refusal(ticket, cast.client, noon + HOUR)
    else:
        resolve_ticket(ticket=ticket, solution="Redémarré", by=cast.technician, at=noon)
        assert refusal(ticket, cast.client, noon + HOUR)
    assert levels(ticket) == []


def test_a_promise_kept_leaves_nothing_to_escalate_before_the_next_deadline(cast, open_ticket, at):
    ticket = open_ticket(priority="critical")
    reply_to_ticket(ticket=ticket, body="On arrive.", by=cast.technician, at=at + 10 * MINUTE)
    assert "16:30" in refusal(ticket, cast.client, at.replace(hour=15))
    escalate_ticket(ticket=ticket, reason=WHY, by=cast.client, at=at.replace(hour=16, minute=30))
    assert levels(ticket, "resolution") == [1]


def test_the_button_says_what_the_refusal_says(cast, open_ticket, at):
    ticket = open_ticket(priority="critical")
    assert request_rule(ticket, at).sentence == refusal(ticket, cast.client, at)
    assert not request_rule(ticket, at).is_open
    open_rule = request_rule(ticket, at.replace(hour=12))
    assert (open_rule.is_open, open_rule.next_level, open_rule.who) == (True, 1, ("Responsable du support",))


def test_a_level_has_one_open_request_and_another_once_it_is_acknowledged(cast, open_ticket, at):
    ticket, noon = open_ticket(priority="critical"), at.replace(hour=12)
    first = escalate_ticket(ticket=ticket, reason=WHY, by=cast.client, at=noon)
    assert "Client" in refusal(ticket, cast.operator, noon + MINUTE)
    acknowledge_escalation(escalation=first, by=cast.manager, at=noon + 2 * MINUTE)
    escalate_ticket(ticket=ticket, reason="Toujours rien.", by=cast.client, at=noon + 3 * MINUTE)
    assert levels(ticket) == [1, 1]


def test_the_next_level_is_asked_for_when_its_own_time_has_come(cast, carrier_ticket, at):
    ticket = carrier_ticket()
    escalate_ticket(ticket=ticket, reason=WHY, by=cast.operator, at=at + 31 * MINUTE)
    assert "11:30" in refusal(ticket, cast.operator, at + 80 * MINUTE)
    escalation = escalate_ticket(ticket=ticket, reason=WHY, by=cast.operator, at=at + 90 * MINUTE)
    assert escalation.level == 2


def test_a_level_that_was_asked_for_does_not_fire_by_itself_again(cast, carrier_ticket, at):
    ticket = carrier_ticket()
    escalate_ticket(ticket=ticket, reason=WHY, by=cast.operator, at=at + 31 * MINUTE)
    sweep(at=at + HOUR)
    assert levels(ticket) == [1]
    sweep(at=at + dt.timedelta(days=1))
    assert levels(ticket) == [1, 2, 3]


def test_a_client_may_ask_although_the_level_has_fired_by_itself(cast, open_ticket, at):
    ticket, noon = open_ticket(priority="critical"), at.replace(hour=12)
    sweep(at=noon)
    escalate_ticket(ticket=ticket, reason=WHY, by=cast.client, at=noon + MINUTE)
    assert list(Escalation.objects.order_by("pk").values_list("level", "trigger")) == [
        (1, "automatic"),
        (1, "requested"),
    ]
    assert sweep(at=noon + HOUR).fired == []


def test_the_reason_is_in_the_history_and_in_the_mail(cast, open_ticket, at):
    ticket = open_ticket(priority="critical")
    escalate_ticket(ticket=ticket, reason=WHY, by=cast.client, at=at.replace(hour=12))
    event = Event.objects.get(ticket=ticket, kind=EventKind.ESCALATED)
    assert (event.by, event.data["reason"], event.data["trigger"]) == (cast.client, WHY, "requested")
    assert WHY in ticket.mails.get(to="escalade@example.org").body


def test_the_database_refuses_a_second_open_request(cast, open_ticket, at):
    ticket = open_ticket(priority="critical")
    first = escalate_ticket(ticket=ticket, reason=WHY, by=cast.client, at=at.replace(hour=12))
    first.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        first.save(force_insert=True)


def test_the_request_comes_after_what_was_done_last(cast, open_ticket, at):
    ticket, noon = open_ticket(priority="critical"), at.replace(hour=12)
    add_note(ticket=ticket, body="Vu.", by=cast.technician, at=noon + MINUTE)
    assert escalate_ticket(ticket=ticket, reason=WHY, by=cast.client, at=noon).at == noon + MINUTE


def test_the_form_escalates_and_goes_back_to_the_ticket(client, cast, open_ticket, at):
    ticket = open_ticket(priority="critical", at=at.replace(year=2020))
    client.force_login(cast.operator)
    response = client.post(reverse("ticket_escalate", args=[ticket.number]), {"reason": WHY})
    assert response.url == reverse("ticket", args=[ticket.number])
    assert levels(ticket) == [1]


def test_the_form_refuses_with_the_sentence_of_the_rule(client, cast, open_ticket):
    ticket = open_ticket(priority="low", at=dt.datetime(2100, 1, 4, 10, tzinfo=dt.UTC))
    client.force_login(cast.operator)
    response = client.post(
        reverse("ticket_escalate", args=[ticket.number]), {"reason": WHY}, headers={"hx-request": "true"}
    )
    assert response.status_code == 409
    assert levels(ticket) == []


def test_the_form_does_not_exist_for_an_outsider(client, cast, open_ticket):
    client.force_login(cast.outsider)
    response = client.post(reverse("ticket_escalate", args=[open_ticket().number]), {"reason": WHY})
    assert response.status_code == 404
