"""The timer: one a person; stopped, it becomes a time entry."""

from __future__ import annotations

import datetime as dt
from threading import Barrier, Thread

import pytest
import time_machine
from django.db import connection

from tickets.actions.merge import merge_ticket
from tickets.actions.timer import drop_timer, minutes_of, start_timer, stop_timer
from tickets.models import TimeEntry, Timer, WorkType
from tickets.refusal import ActionRefused

MINUTE = dt.timedelta(minutes=1)


@pytest.fixture
def begin(cast, at):
    def started(ticket, *, by=cast.technician, at=at):
        start_timer(ticket=ticket, by=by, at=at)
        return Timer.objects.get(technician=by)

    return started


def test_it_runs_on_when_started_again(open_ticket, begin, at):
    ticket = open_ticket()
    begin(ticket)
    assert begin(ticket, at=at + 5 * MINUTE).started_at == at
    assert Timer.objects.count() == 1


@pytest.mark.parametrize(
    ("seconds", "minutes"), [(0, 1), (1, 1), (60, 1), (61, 2), (25 * 60, 25), (3 * 24 * 3600, 1440)]
)
def test_each_minute_begun_counts_up_to_a_day(open_ticket, begin, at, seconds, minutes):
    timer = begin(open_ticket())
    assert minutes_of(timer, at + dt.timedelta(seconds=seconds)) == minutes


def test_starting_another_stops_the_first_and_logs_it_there(cast, open_ticket, begin, at):
    on_site = WorkType.objects.get(name="Sur site")
    first, second = open_ticket(work_type=on_site), open_ticket()
    begin(first)
    begin(second, at=at + 90 * dt.timedelta(seconds=1))
    entry = TimeEntry.objects.get()
    assert (entry.ticket, entry.minutes, entry.work_type, entry.technician) == (first, 2, on_site, cast.technician)
    assert Timer.objects.get().ticket == second


def test_who_starts_another_is_told_what_was_logged_and_where_to_correct_it(client, cast, open_ticket, begin):
    first, second = open_ticket(), open_ticket()
    with time_machine.travel(first.opened_at, tick=False):
        client.force_login(cast.technician)
        client.post(f"/tickets/{first.number}/timer_start/")
        page = client.post(f"/tickets/{second.number}/timer_start/", follow=True).content.decode()
    entry = TimeEntry.objects.get()
    assert f"ticket {first.number} 1 minute" in page
    assert f"/tickets/{first.number}/?edit=correct_time&amp;entry={entry.pk}" in page


def test_a_running_timer_stands_in_the_bar_of_every_page(client, cast, open_ticket, begin, at):
    ticket = open_ticket()
    begin(ticket)
    client.force_login(cast.technician)
    with time_machine.travel(at + 12 * MINUTE, tick=False):
        bar = client.get("/tickets/").content.decode().split('id="topbar-timer"')[1].split("</div>")[0]
    assert f'href="/tickets/{ticket.number}/"' in bar
    assert f'href="/tickets/{ticket.number}/?edit=timer_stop"' in bar
    assert "12 min" in bar
    client.force_login(cast.manager)
    assert 'id="topbar-timer" hidden' in client.get("/tickets/").content.decode()


def test_stopped_it_logs_what_the_person_says(cast, open_ticket, begin, at):
    ticket = open_ticket()
    begin(ticket)
    stop_timer(
        ticket=ticket, minutes=10, work_type=WorkType.objects.first(), note="Trajet", by=cast.technician, at=at + MINUTE
    )
    entry = TimeEntry.objects.get()
    assert (entry.minutes, entry.note, entry.worked_at) == (10, "Trajet", at + MINUTE)
    assert not Timer.objects.exists()


def test_minutes_that_make_no_sense_leave_it_running(cast, open_ticket, begin, at):
    ticket = open_ticket()
    begin(ticket)
    with pytest.raises(ActionRefused):
        stop_timer(ticket=ticket, minutes=0, work_type=WorkType.objects.first(), by=cast.technician, at=at)
    assert Timer.objects.exists()


def test_dropped_it_logs_nothing(cast, open_ticket, begin, at):
    ticket = open_ticket()
    begin(ticket)
    drop_timer(ticket=ticket, by=cast.technician, at=at)
    assert not Timer.objects.exists()
    assert not TimeEntry.objects.exists()


def test_each_stops_their_own_on_its_own_ticket(cast, open_ticket, begin, at):
    ticket, other = open_ticket(), open_ticket()
    begin(ticket)
    begin(ticket, by=cast.operator)
    for person, where in ((cast.manager, ticket), (cast.technician, other)):
        with pytest.raises(ActionRefused):
            drop_timer(ticket=where, by=person, at=at)
    assert Timer.objects.count() == 2


def test_neither_a_client_nor_a_merged_ticket_has_one(cast, open_ticket, begin, at):
    ticket = open_ticket()
    with pytest.raises(ActionRefused):
        begin(ticket, by=cast.client)
    ticket = merge_ticket(ticket=ticket, into=open_ticket(), by=cast.operator, at=at)
    with pytest.raises(ActionRefused):
        begin(ticket)


@pytest.mark.process
@pytest.mark.django_db(transaction=True)
def test_two_started_at_once_are_one_timer_and_nothing_is_lost(cast, open_ticket, at):
    tickets, together = [open_ticket(), open_ticket()], Barrier(2)

    def run(ticket):
        together.wait()
        start_timer(ticket=ticket, by=cast.technician, at=at)
        connection.close()

    threads = [Thread(target=run, args=[ticket]) for ticket in tickets]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert Timer.objects.count() == 1
    assert TimeEntry.objects.get().ticket != Timer.objects.get().ticket
