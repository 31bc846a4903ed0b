"""Sweep, with real processes: at once, killed after each step, and while people work."""

from __future__ import annotations

import datetime as dt
import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.db import connection

from escalation.actions.sweep import sweep
from escalation.models import Alarm, Escalation
from tests.escalation.conftest import levels, told
from tests.processes import finish, gate, kill, start, wait_for_the_gone
from tickets.actions.reply import reply_to_ticket
from tickets.choices import EventKind
from tickets.models import Clock, Event, OutboxMail, Ticket

PROJECT = Path(__file__).resolve().parents[2]
HOUR, MINUTE = dt.timedelta(hours=1), dt.timedelta(minutes=1)
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.process]

STEPS = {
    "the escalation": ("INSERT", "escalation_escalation"),
    "the ticket": ("UPDATE", "tickets_ticket"),
    "the history": ("INSERT", "tickets_event"),
    "the next alarm": ("UPDATE", "escalation_alarm"),
    "the mail": ("INSERT", "tickets_outboxmail"),
}


def assert_told_once(ticket: Ticket) -> None:
    """Level 1 and nothing else: one escalation, one line of history, one mail, and the next alarm set."""
    assert levels(ticket) == [1]
    assert Event.objects.filter(ticket=ticket, kind=EventKind.ESCALATED).count() == 1
    assert told(ticket) == ["support@operateur.example.org"]
    assert Alarm.objects.get(clock__ticket=ticket).level == 2


@pytest.mark.parametrize("step", STEPS)
def test_killed_after_a_step_nothing_is_lost_and_nothing_is_done_twice(carrier_ticket, at, step):
    ticket = carrier_ticket()
    with gate(*STEPS[step]) as closed:
        sweeping = start(lambda: sweep(at=at + HOUR))
        closed.wait_for(1)
        kill(sweeping)
        closed.open()
        wait_for_the_gone()
        assert levels(ticket) == []
        assert told(ticket) == []
    sweep(at=at + HOUR)
    assert_told_once(ticket)


def test_killed_while_it_commits_nothing_is_lost_and_nothing_is_done_twice(carrier_ticket, at):
    ticket = carrier_ticket()
    with gate("INSERT", "escalation_escalation", at_commit=True) as closed:
        sweeping = start(lambda: sweep(at=at + HOUR))
        closed.wait_for(1)
        kill(sweeping)
    sweep(at=at + HOUR)
    assert_told_once(ticket)


def test_a_second_sweep_leaves_alone_what_the_first_has_in_hand(carrier_ticket, at):
    in_hand, other = carrier_ticket(), carrier_ticket(at=at + MINUTE)
    with gate("INSERT", "escalation_escalation") as closed:
        first = start(lambda: sweep(at=at + HOUR))
        closed.wait_for(1)
        assert sweep(at=at + HOUR).left == [in_hand.pk]
        assert levels(in_hand) == []
        closed.open()
        finish(first)
    sweep(at=at + HOUR + MINUTE)
    assert_told_once(in_hand)
    assert_told_once(other)


def test_two_sweeps_at_once_make_one_event_and_one_mail_a_level(carrier_ticket, at):
    tickets = [carrier_ticket() for _number in range(20)]
    ours = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{connection.settings_dict['NAME']}").geturl()
    command = [sys.executable, "manage.py", "sweep", "--at", (at + dt.timedelta(days=1)).isoformat()]
    sweeps = [
        subprocess.Popen(
            command, cwd=PROJECT, env=os.environ | {"DATABASE_URL": ours}, stdout=subprocess.PIPE, text=True
        )
        for _number in range(2)
    ]
    printed = "".join(sweep.communicate(timeout=60)[0] for sweep in sweeps)
    assert [sweep.returncode for sweep in sweeps] == [0, 0]
    sweep(at=at + dt.timedelta(days=1))
    for ticket in tickets:
        assert levels(ticket) == [1, 2, 3]
        assert Event.objects.filter(ticket=ticket, kind=EventKind.ESCALATED).count() == 3
        assert len(told(ticket)) == len(set(told(ticket))) == 4
    assert printed.count("Direction") == len(tickets)


def test_what_is_answered_while_the_sweep_runs_does_not_fire(cast, carrier_ticket, at):
    ticket = carrier_ticket()
    with gate("INSERT", "tickets_message") as closed:
        answering = start(
            lambda: reply_to_ticket(ticket=ticket, body="On regarde.", by=cast.technician, at=at + 59 * MINUTE)
        )
        closed.wait_for(1)
        report = sweep(at=at + HOUR)
        assert (report.left, report.fired) == ([ticket.pk], [])
        closed.open()
        finish(answering)
    assert sweep(at=at + HOUR).fired == []
    assert (levels(ticket), told(ticket)) == ([], [])
    assert not Alarm.objects.exists()


def test_who_answers_while_the_level_fires_waits_and_loses_nothing(cast, carrier_ticket, at):
    ticket = carrier_ticket()
    with gate("INSERT", "escalation_escalation") as closed:
        sweeping = start(lambda: sweep(at=at + HOUR))
        closed.wait_for(1)
        answering = start(lambda: reply_to_ticket(ticket=ticket, body="On regarde.", by=cast.technician, at=at + HOUR))
        closed.wait_behind(1)
        closed.open()
        finish(sweeping)
        finish(answering)
    assert levels(ticket) == [1]
    assert Clock.objects.get(ticket=ticket, metric="response").verdict == "missed"
    assert not Alarm.objects.exists()
    assert sweep(at=at + dt.timedelta(days=1)).fired == []


def test_five_thousand_due_at_once_are_all_handled_oldest_first(carrier_ticket, at):
    make_copies(carrier_ticket(), 5_000)
    report = sweep(at=at + dt.timedelta(hours=1, minutes=15))
    assert len(report.fired) == 5_000
    assert (report.left, report.failed) == ([], [])
    deadlines = dict(Clock.objects.filter(metric="response").values_list("ticket_id", "due_at"))
    fired = [deadlines[escalation.ticket_id] for escalation in report.fired]
    assert fired == sorted(fired)
    assert Escalation.objects.filter(level=1).count() == Event.objects.filter(kind=EventKind.ESCALATED).count() == 5_000
    assert OutboxMail.objects.filter(key__startswith="escalation:").count() == 5_000
    assert sweep(at=at + dt.timedelta(hours=1, minutes=15)).fired == []


def make_copies(ticket: Ticket, wanted: int) -> None:
    """So many tickets like this one, each with its clock and alarm, the first one due last."""
    alarm = Alarm.objects.get()
    clock = alarm.clock
    Alarm.objects.all().delete()
    copies = [Ticket(**{**fields(ticket), "number": None}) for _number in range(wanted)]
    Ticket.objects.bulk_create(copies)
    clocks = [
        Clock(**{**fields(clock), "id": None, "ticket_id": copy.pk, "due_at": clock.due_at + later(wanted - number)})
        for number, copy in enumerate(copies)
    ]
    Clock.objects.bulk_create(clocks)
    Alarm.objects.bulk_create(
        Alarm(clock=copy, level=1, at=alarm.at + later(wanted - number)) for number, copy in enumerate(clocks)
    )


def later(number: int) -> dt.timedelta:
    return dt.timedelta(milliseconds=100 * number)


def fields(row: Ticket | Clock) -> dict[str, object]:
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
