"""Explain: a deadline can be followed line by line."""

from __future__ import annotations

import datetime as dt
import io

import pytest
from django.core.management import CommandError, call_command

from tests.conftest import PARIS
from tickets.actions.prioritize import change_priority
from tickets.actions.reopen import reopen_ticket
from tickets.actions.resolve import resolve_ticket
from tickets.actions.resume import resume_ticket
from tickets.actions.wait import wait_for
from tickets.choices import Status
from tickets.models import Ticket


def explain(ticket: Ticket, at: dt.datetime, language: str = "en") -> dict[str, list[str]]:
    """The lines of the command below each clock, by the first words of its heading."""
    out = io.StringIO()
    call_command("explain", str(ticket.number), at=at.isoformat(), language=language, stdout=out)
    clocks = out.getvalue().strip().split("\n\n")[1:]
    return {
        lines[0].rsplit(",", 1)[0]: [" ".join(line.split()) for line in lines[1:]]
        for lines in (clock.splitlines() for clock in clocks)
    }


def test_a_deadline_is_told_over_lunch(open_ticket, at):
    ticket = open_ticket(priority="medium")
    assert explain(ticket, at + dt.timedelta(minutes=30))["First response, cycle 1"] == [
        "Mon 12 Oct., 10:00 start",
        "priority Medium, promise 4 h",
        "Mon 12 Oct., 10:00 – 12:30 2 h 30 counted, 1 h 30 left",
        "Mon 12 Oct., 12:30 – 14:00 lunch break",
        "Mon 12 Oct., 14:00 – 15:30 1 h 30 counted, 0 min left",
        "Mon 12 Oct., 15:30 deadline",
        "Mon 12 Oct., 10:30 running, 30 min used, 3 h 30 left",
    ]


def test_holidays_and_weekends_are_named(open_ticket):
    friday = dt.datetime(2026, 10, 30, 17, 0, tzinfo=PARIS)
    lines = explain(open_ticket(priority="low", at=friday), friday)["First response, cycle 1"]
    assert any("weekend" in line for line in lines)
    eve = dt.datetime(2026, 11, 10, 17, 0, tzinfo=PARIS)
    lines = explain(open_ticket(priority="low", at=eve), eve)["First response, cycle 1"]
    assert any("holiday: Armistice" in line for line in lines)


def test_a_pause_is_named_with_its_reason_and_its_end(cast, open_ticket, at):
    ticket = open_ticket(priority="medium")
    hour = dt.timedelta(hours=1)
    wait_for(ticket=ticket, status=Status.WAITING_CLIENT, reason="Photo demandée", by=cast.technician, at=at)
    paused = explain(ticket, at + hour)["First response, cycle 1"]
    assert paused[-2:] == [
        "Mon 12 Oct., 10:00 – paused: Photo demandée",
        "Mon 12 Oct., 11:00 paused, 0 min used, 4 h left",
    ]
    resume_ticket(ticket=ticket, by=cast.technician, at=at + hour)
    resumed = explain(ticket, at + hour)["First response, cycle 1"]
    assert "Mon 12 Oct., 10:00 – 11:00 paused: Photo demandée" in resumed
    assert "Mon 12 Oct., 16:30 deadline" in resumed


def test_an_overdue_clock_says_by_how_much(open_ticket, at):
    lines = explain(open_ticket(priority="critical"), at + dt.timedelta(hours=2))["First response, cycle 1"]
    assert lines[-1] == "Mon 12 Oct., 12:00 running, 2 h used, late by 1 h"


def test_what_was_used_before_a_new_plan_is_told(cast, open_ticket, at):
    ticket = open_ticket(priority="low")
    later = at + dt.timedelta(hours=1)
    change_priority(ticket=ticket, priority="medium", by=cast.technician, at=later)
    lines = explain(ticket, later)["First response, cycle 1"]
    assert "Mon 12 Oct., 11:00 planned anew: 1 h used before" in lines
    assert "Mon 12 Oct., 15:30 deadline" in lines


def test_every_cycle_is_told_with_its_verdict(cast, open_ticket, at):
    ticket = open_ticket(priority="medium")
    later = at + dt.timedelta(hours=1)
    resolve_ticket(ticket=ticket, solution="Câble changé", by=cast.technician, at=later)
    reopen_ticket(ticket=ticket, reason="Toujours en panne", by=cast.technician, at=later)
    clocks = explain(ticket, later)
    assert list(clocks) == ["First response, cycle 1", "Resolution, cycle 1", "Resolution, cycle 2"]
    assert clocks["Resolution, cycle 1"][-1] == "Mon 12 Oct., 11:00 stopped after 1 h: kept"
    assert "Mon 12 Oct., 11:00 planned anew: 1 h used before" in clocks["Resolution, cycle 2"]


def test_a_ticket_without_contract_is_promised_nothing(cast, open_ticket, at):
    cast.account.contracts.all().delete()
    lines = explain(open_ticket(priority="medium"), at)["First response, cycle 1"]
    assert lines == [
        "Mon 12 Oct., 10:00 start",
        "priority Medium, nothing is promised",
        "Mon 12 Oct., 10:00 running, 0 min used",
    ]


def test_french_is_spoken_where_it_is_asked_for(open_ticket, at):
    lines = explain(open_ticket(priority="medium"), at, language="fr")
    assert any("lun. 12 oct." in line for clock in lines.values() for line in clock)


@pytest.mark.parametrize("number", ["999999", "abc", "9" * 30])
def test_an_unknown_number_is_refused_in_one_sentence(db, number):
    with pytest.raises(CommandError, match=number):
        call_command("explain", number, language="en")


def test_a_wrong_instant_is_refused_in_one_sentence(open_ticket):
    with pytest.raises(CommandError, match="yesterday"):
        call_command("explain", str(open_ticket().number), at="yesterday", language="en")
