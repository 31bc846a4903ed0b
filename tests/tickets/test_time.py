"""Log time: minutes worked on a ticket, and their correction."""

from __future__ import annotations

import pytest

from tickets.actions.close import close_ticket
from tickets.actions.resolve import resolve_ticket
from tickets.actions.time import correct_time, log_time
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


@pytest.fixture
def correct(cast, at):
    def corrected(entry, *, by=cast.technician, **given):
        usual = {"minutes": entry.minutes, "work_type": entry.work_type, "note": entry.note}
        return correct_time(entry=entry, **usual | given, by=by, at=at)

    return corrected


def test_who_logged_it_corrects_it_and_the_history_keeps_both(cast, open_ticket, log, correct, at):
    entry = log(open_ticket())
    corrected = correct(entry, minutes=45, note="Trajet et pose")
    assert (corrected.pk, corrected.minutes, corrected.note, corrected.worked_at) == (
        entry.pk,
        45,
        "Trajet et pose",
        at,
    )
    event = Event.objects.get(kind=EventKind.TIME_CORRECTED)
    assert (event.old, event.new) == ("25 min, Sur site, Trajet", "45 min, Sur site, Trajet et pose")


def test_what_it_says_already_is_no_correction(open_ticket, log, correct):
    correct(log(open_ticket()))
    assert not Event.objects.filter(kind=EventKind.TIME_CORRECTED).exists()


def test_nobody_corrects_the_time_of_another(cast, open_ticket, log, correct):
    entry = log(open_ticket())
    for person in (cast.manager, cast.administrator, cast.client):
        with pytest.raises(ActionRefused):
            correct(entry, minutes=45, by=person)
    with pytest.raises(ActionRefused):
        correct(entry, minutes=0)
    entry.refresh_from_db()
    assert entry.minutes == 25
