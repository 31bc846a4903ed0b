"""Log time: minutes worked on a ticket."""

from __future__ import annotations

import pytest

from tickets.actions.close import close_ticket
from tickets.actions.resolve import resolve_ticket
from tickets.actions.time import log_time
from tickets.choices import EventKind
from tickets.models import Event, TimeEntry, WorkType
from tickets.refusal import ActionRefused


@pytest.fixture
def log(cast, at):
    def logged(ticket, minutes=25):
        on_site = WorkType.objects.get(name="Sur site")
        return log_time(ticket=ticket, minutes=minutes, work_type=on_site, note=" Trajet ", by=cast.technician, at=at)

    return logged


def test_time_worked_names_who_when_and_how(cast, open_ticket, log, at):
    ticket = open_ticket()
    before = list(ticket.clocks.values())
    entry = log(ticket)
    assert (entry.ticket, entry.technician, entry.minutes, entry.note) == (ticket, cast.technician, 25, "Trajet")
    assert (entry.work_type.name, entry.worked_at) == ("Sur site", at)
    assert list(ticket.clocks.values()) == before
    event = Event.objects.get(kind=EventKind.TIME_LOGGED)
    assert (event.new, event.data) == ("Sur site", {"minutes": 25})


@pytest.mark.parametrize("minutes", [0, -5, 1441])
def test_minutes_that_make_no_sense_are_refused(open_ticket, log, minutes):
    with pytest.raises(ActionRefused):
        log(open_ticket(), minutes)
    assert not TimeEntry.objects.exists()


def test_time_is_often_logged_after_closing(cast, open_ticket, log, at):
    ticket = resolve_ticket(ticket=open_ticket(), solution="Fait.", by=cast.technician, at=at)
    close_ticket(ticket=ticket, by=cast.technician, at=at)
    assert log(ticket).minutes == 25
