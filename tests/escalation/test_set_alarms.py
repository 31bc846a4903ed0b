"""Alarms: the next level of each running clock, kept by every action."""

from __future__ import annotations

import datetime as dt

from django.db import connection
from django.test.utils import CaptureQueriesContext

from escalation.actions.set_alarms import set_alarms
from escalation.actions.sweep import sweep
from escalation.models import Alarm
from tests import factories
from tickets.actions.note import add_note
from tickets.actions.reply import reply_to_ticket
from tickets.models import Ticket

HOUR, MINUTE = dt.timedelta(hours=1), dt.timedelta(minutes=1)


def alarms(ticket):
    found = Alarm.objects.filter(clock__ticket=ticket).order_by("at")
    return [(alarm.clock.metric, alarm.level, alarm.at) for alarm in found]


def test_a_new_ticket_has_the_first_level_of_both_promises(open_ticket, at):
    assert alarms(open_ticket(priority="critical")) == [
        ("response", 1, at.replace(hour=12)),
        ("resolution", 1, at.replace(hour=16, minute=30)),
    ]


def test_an_answer_takes_away_its_alarm_and_leaves_the_other(cast, open_ticket, at):
    ticket = open_ticket(priority="critical")
    reply_to_ticket(ticket=ticket, body="On arrive.", by=cast.technician, at=at + MINUTE)
    assert [metric for metric, _level, _at in alarms(ticket)] == ["resolution"]


def test_once_told_the_alarm_is_the_next_level(carrier_ticket, at):
    ticket = carrier_ticket()
    sweep(at=at + HOUR)
    assert alarms(ticket) == [("response", 2, at + 90 * MINUTE)]


def test_a_note_changes_no_alarm_also_where_levels_were_told(cast, carrier_ticket, at):
    ticket = carrier_ticket()
    sweep(at=at + HOUR)
    before = list(Alarm.objects.values())
    add_note(ticket=ticket, body="Vu.", by=cast.technician, at=at + HOUR)
    assert list(Alarm.objects.values()) == before


def test_it_costs_one_query_where_nothing_can_fire_and_few_where_it_can(cast, open_ticket, at):
    quiet = factories.ticket(by=cast.operator, at=at, account=factories.account("Sans papiers"))
    ticket = open_ticket()
    for subject, most in ((quiet, 1), (ticket, 1)):
        subject = Ticket.objects.get(pk=subject.pk)
        with CaptureQueriesContext(connection) as queries:
            set_alarms(ticket=subject)
        assert len(queries) <= most
    Alarm.objects.all().delete()
    with CaptureQueriesContext(connection) as queries:
        set_alarms(ticket=Ticket.objects.get(pk=ticket.pk))
    assert len(queries) == 1 + 2
