"""The ladder as pages show it."""

from __future__ import annotations

import datetime as dt

from escalation.actions.acknowledge import acknowledge_escalation
from escalation.actions.sweep import sweep
from escalation.queries import ladder_of, offsets_of
from sla.choices import Metric
from tests import factories
from tickets.actions.reply import reply_to_ticket
from tickets.actions.wait import wait_for
from tickets.choices import Status
from tickets.models import Ticket

HOUR, MINUTE = dt.timedelta(hours=1), dt.timedelta(minutes=1)


def shown(ticket, at):
    fresh = Ticket.objects.get(pk=ticket.pk)
    return [(step.level, step.state, step.at) for step in ladder_of(fresh, at) if step.metric == Metric.RESPONSE]


def test_it_says_what_was_told_what_is_next_and_what_comes_then(carrier_ticket, at):
    ticket = carrier_ticket()
    sweep(at=at + 62 * MINUTE)
    assert shown(ticket, at + 62 * MINUTE) == [
        (1, "fired", at + 62 * MINUTE),
        (2, "next", at + 90 * MINUTE),
        (3, "", at + 150 * MINUTE),
    ]


def test_it_names_who_is_told_and_who_has_acknowledged(cast, carrier_ticket, at):
    ticket = carrier_ticket()
    escalation = sweep(at=at + HOUR).fired[0]
    step = ladder_of(ticket, at + HOUR)[0]
    assert (step.name, step.contacts) == ("Production ou support", ("Support",))
    acknowledge_escalation(escalation=escalation, by=cast.manager, at=at + HOUR)
    step = ladder_of(Ticket.objects.get(pk=ticket.pk), at + HOUR)[0]
    assert "Manager" in step.who
    assert step.escalation.acknowledged_by == cast.manager


def test_while_paused_no_instant_is_known(cast, carrier_ticket, at):
    ticket = carrier_ticket()
    wait_for(ticket=ticket, status=Status.WAITING_CLIENT, reason="Accès", by=cast.technician, at=at + MINUTE)
    assert shown(ticket, at + HOUR) == [(1, "", None), (2, "", None), (3, "", None)]


def test_a_promise_that_was_kept_climbs_nothing(cast, carrier_ticket, at):
    ticket = carrier_ticket()
    reply_to_ticket(ticket=ticket, body="On arrive.", by=cast.technician, at=at + MINUTE)
    assert shown(ticket, at + HOUR) == []


def test_where_there_is_no_ladder_nothing_is_shown(cast, at):
    ticket = factories.ticket(by=cast.operator, at=at, account=factories.account("Sans papiers"))
    assert ladder_of(ticket, at) == []


def test_the_meter_gets_its_ticks_in_time_after_the_promise(carrier_ticket, at):
    ticket = carrier_ticket()
    sweep(at=at + HOUR)
    ticks = offsets_of(Ticket.objects.get(pk=ticket.pk).clocks.get(metric="response"))
    assert [(tick.offset, tick.label, tick.fired) for tick in ticks] == [
        (30 * MINUTE, "1", True),
        (HOUR, "2", False),
        (2 * HOUR, "3", False),
    ]


def test_a_business_promise_has_its_tick_at_one_business_hour(open_ticket):
    ticks = offsets_of(open_ticket(priority="critical").clocks.get(metric="response"))
    assert [(tick.offset, tick.label) for tick in ticks] == [(HOUR, "1")]
