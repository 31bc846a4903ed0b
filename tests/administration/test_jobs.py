"""Edits that plan deadlines anew: confirmed by a person, carried out by a worker, once."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import transaction

from administration import progress
from administration.actions.calendar import change_calendar
from administration.actions.carry_out import carry_out_next
from administration.choices import Area, JobState
from administration.models import SettingChange, SettingJob
from administration.queries import job_under_way
from administration.values.calendar import calendar_values
from sla.models import Calendar
from tests.administration.conftest import SECOND, weekdays
from tests.processes import finish, gate, kill, start, wait_for_the_gone
from tickets.choices import EventKind
from tickets.models import Clock, Event
from tickets.refusal import ActionRefused

MORNINGS = weekdays(["09:00", "12:00"])


def test_a_confirmed_edit_changes_nothing_before_the_worker_takes_it(planned, business_hours, hours):
    job = planned(Area.CALENDARS, business_hours, hours(seasons=MORNINGS))
    assert calendar_values(business_hours) == hours()
    assert (job.state, job_under_way(Area.CALENDARS, business_hours.pk)) == (JobState.WAITING, job)
    assert not SettingChange.objects.exists()


def test_the_worker_makes_the_change_plans_deadlines_anew_and_logs_it(
    carried_out, open_ticket, business_hours, hours, cast
):
    ticket = open_ticket(priority="high")
    job = carried_out(Area.CALENDARS, business_hours, hours(seasons=MORNINGS))
    assert (job.state, job.replanned, job.error) == (JobState.DONE, 1, "")
    assert calendar_values(business_hours) == hours(seasons=MORNINGS)
    assert ticket.events.filter(kind=EventKind.REPLANNED, by=cast.administrator).count() == 1
    change = SettingChange.objects.get()
    assert (change.area, change.subject_id, change.by) == (Area.CALENDARS, business_hours.pk, cast.administrator)
    assert (change.before["seasons"], change.after["seasons"]) == (hours()["seasons"], MORNINGS)


def test_nothing_is_carried_out_twice(carried_out, open_ticket, business_hours, hours, at):
    open_ticket()
    carried_out(Area.CALENDARS, business_hours, hours(seasons=MORNINGS))
    assert carry_out_next(at=at + dt.timedelta(minutes=1)) is None
    assert (Event.objects.filter(kind=EventKind.REPLANNED).count(), SettingChange.objects.count()) == (1, 1)


def test_a_setting_has_one_edit_under_way(planned, business_hours, hours):
    planned(Area.CALENDARS, business_hours, hours(seasons=MORNINGS))
    with pytest.raises(ActionRefused, match="is under way"):
        planned(Area.CALENDARS, business_hours, hours(country=""))
    assert SettingJob.objects.count() == 1


def test_what_changed_since_it_was_looked_at_is_not_overwritten(planned, cast, business_hours, hours, at):
    planned(Area.CALENDARS, business_hours, hours(seasons=MORNINGS))
    change_calendar(calendar=business_hours, values=hours(country=""), by=cast.administrator, at=at)
    job = carry_out_next(at=at + SECOND)
    assert (job.state, job.replanned) == (JobState.FAILED, None)
    assert "was changed meanwhile" in job.error
    business_hours.refresh_from_db()
    assert calendar_values(business_hours) == hours(country="")


def test_a_refused_edit_says_why_keeps_what_was_wanted_and_changes_nothing(
    carried_out, open_ticket, business_hours, hours
):
    ticket = open_ticket()
    before = list(ticket.clocks.values())
    job = carried_out(Area.CALENDARS, business_hours, hours(seasons=[]))
    assert job.state == JobState.FAILED
    assert "never open" in job.error
    assert job.wanted["values"]["seasons"] == []
    assert (calendar_values(business_hours), list(ticket.clocks.values())) == (hours(), before)
    assert not SettingChange.objects.exists()


def test_an_edit_that_fails_for_no_known_reason_stops_no_other(planned, business_hours, standard, hours, promises, at):
    planned(Area.CALENDARS, business_hours, {"name": "broken"})
    planned(Area.POLICIES, standard, promises(pauses_for_client=False))
    first, second = (carry_out_next(at=at + SECOND) for _ in range(2))
    assert (first.state, second.state) == (JobState.FAILED, JobState.DONE)
    assert "unforeseen" in first.error
    assert calendar_values(business_hours) == hours()


def test_a_refusal_speaks_the_language_of_whoever_asked(french, planned, cast, business_hours, hours, at):
    cast.administrator.language = "en"
    cast.administrator.save()
    planned(Area.CALENDARS, business_hours, hours(seasons=[]))
    assert "never open" in carry_out_next(at=at + SECOND).error


def test_a_removed_setting_is_not_brought_back(planned, cast, hours, at):
    calendar = Calendar.objects.create(name="Atelier", seasons=MORNINGS)
    planned(Area.CALENDARS, calendar, hours())
    calendar.delete()
    assert "removed meanwhile" in carry_out_next(at=at + SECOND).error


@pytest.mark.django_db(transaction=True)
def test_progress_is_told_while_the_edit_runs_and_forgotten_after(
    cast, open_ticket, planned, business_hours, hours, at
):
    for _ in range(2):
        open_ticket()
    job = planned(Area.CALENDARS, business_hours, hours(seasons=MORNINGS))
    with gate("UPDATE", "tickets_ticket") as closed:
        working = start(lambda: carry_out_next(at=at + SECOND))
        closed.wait_for(1)
        assert progress.read(job.pk) == progress.Progress(0, 2)
        closed.open()
        finish(working)
    assert progress.read(job.pk) is None
    assert SettingJob.objects.get().replanned == 2


@pytest.mark.process
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("table", ["tickets_clock", "tickets_event", "administration_settingchange"])
def test_a_killed_worker_leaves_the_edit_to_the_next_one(cast, open_ticket, planned, business_hours, hours, at, table):
    open_ticket()
    planned(Area.CALENDARS, business_hours, hours(seasons=MORNINGS))
    before = list(Clock.objects.order_by("pk").values())
    with gate("UPDATE" if table == "tickets_clock" else "INSERT", table) as closed:
        working = start(lambda: carry_out_next(at=at + SECOND))
        closed.wait_for(1)
        kill(working)
        closed.open()
        wait_for_the_gone()
        assert SettingJob.objects.get().state == JobState.WAITING
        assert list(Clock.objects.order_by("pk").values()) == before
        assert calendar_values(business_hours) == hours()
    assert carry_out_next(at=at + 2 * SECOND).state == JobState.DONE
    assert Event.objects.filter(kind=EventKind.REPLANNED).count() == SettingChange.objects.count() == 1


@pytest.mark.process
@pytest.mark.django_db(transaction=True)
def test_two_workers_never_carry_out_two_edits_at_once(
    cast, open_ticket, planned, business_hours, standard, hours, promises, at
):
    open_ticket()
    planned(Area.CALENDARS, business_hours, hours(seasons=MORNINGS))
    planned(Area.POLICIES, standard, promises(pauses_for_client=False))
    with gate("INSERT", "administration_settingchange") as closed:
        working = start(lambda: carry_out_next(at=at + SECOND))
        closed.wait_for(1)
        assert carry_out_next(at=at + SECOND) is None
        closed.open()
        finish(working)
    with transaction.atomic():
        assert carry_out_next(at=at + SECOND).area == Area.POLICIES
    assert set(SettingJob.objects.values_list("state", flat=True)) == {JobState.DONE}
