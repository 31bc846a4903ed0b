"""Edit a calendar: what was used stays used in the old hours, what is left is counted in the new ones."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from escalation.models import Alarm
from sla.choices import Metric
from sla.hours import compile_hours
from sla.models import Calendar, Closure, Policy, SpecialOpening
from sla.seeds import BUSINESS_HOURS, STANDARD, WEEKDAY
from tests import factories
from tests.processes import finish, gate, start
from tickets.actions import replanning
from tickets.actions.edit_calendar import edit_calendar
from tickets.actions.prioritize import change_priority
from tickets.actions.reopen import reopen_ticket
from tickets.actions.resolve import resolve_ticket
from tickets.actions.resume import resume_ticket
from tickets.actions.wait import wait_for
from tickets.choices import ClockState, EventKind, Status, Verdict
from tickets.models import Clock, Event, Ticket
from tickets.readings import read
from tickets.refusal import ActionRefused

PARIS = ZoneInfo("Europe/Paris")
HOUR = dt.timedelta(hours=1)


def october(day: int, time: str) -> dt.datetime:
    """October 2026: the 12th is a Monday."""
    hour, minute = map(int, time.split(":"))
    return dt.datetime(2026, 10, day, hour, minute, tzinfo=PARIS)


def clock(ticket: Ticket, metric: Metric) -> Clock:
    return ticket.clocks.select_related("calendar").order_by("cycle").filter(metric=metric).last()


def response(ticket: Ticket) -> Clock:
    return clock(ticket, Metric.RESPONSE)


def resolution(ticket: Ticket) -> Clock:
    return clock(ticket, Metric.RESOLUTION)


def opening_hours(*ranges: list[str]):
    """An edit that gives every weekday these hours."""

    def edit(calendar: Calendar) -> None:
        weekly = {str(day): list(ranges) for day in range(5)}
        calendar.seasons = [{"weekly": weekly, "valid_from": None, "valid_until": None}]
        calendar.save()

    return edit


def closed_on(day: dt.date):
    def edit(calendar: Calendar) -> None:
        Closure.objects.create(calendar=calendar, name="Fermeture", from_date=day, until_date=day)

    return edit


def always_open(calendar: Calendar) -> None:
    Calendar.objects.filter(pk=calendar.pk).update(is_round_the_clock=True)


ALL_DAY = opening_hours(["08:00", "20:00"])
MORNINGS = opening_hours(["09:00", "12:00"])


@pytest.fixture
def business_hours(db: None) -> Calendar:
    return Calendar.objects.get(name=BUSINESS_HOURS)


@pytest.fixture
def edited(cast, business_hours):
    """`edited(edit, at, ...)`: an administrator edits the business hours."""

    def edit_at(edit, at: dt.datetime, **given) -> int:
        return edit_calendar(**{"calendar": business_hours, "edit": edit, "by": cast.administrator, "at": at} | given)

    return edit_at


# Clocks -------------------------------------------------------------------------------------------
def test_time_used_is_of_the_old_hours_and_time_left_of_the_new(open_ticket, edited):
    ticket = open_ticket(priority="high", at=october(12, "09:00"))
    assert edited(MORNINGS, october(12, "11:00")) == 1
    assert (resolution(ticket).used, resolution(ticket).planned_at) == (2 * HOUR, october(12, "11:00"))
    # 6 hours are left: 1 on Monday, 3 on Tuesday, 2 on Wednesday.
    assert resolution(ticket).due_at == october(14, "11:00")


def test_hours_of_the_past_are_not_counted_anew(open_ticket, edited):
    ticket = open_ticket(priority="high", at=october(12, "09:00"))
    edited(opening_hours(["09:00", "10:00"], ["14:00", "18:00"]), october(12, "10:30"))
    assert resolution(ticket).used == 1.5 * HOUR
    # 6 hours and a half are left: 4 on Monday, 1 on Tuesday morning.
    assert resolution(ticket).due_at == october(13, "15:30")


def test_an_edit_that_changes_nothing_moves_no_deadline(cast, open_ticket, edited):
    tickets = [open_ticket(priority=priority, at=october(12, "09:00")) for priority in ("critical", "high", "low")]
    before = list(Clock.objects.order_by("pk").values_list("due_at", flat=True))
    edited(opening_hours(*WEEKDAY), october(12, "15:47"))
    assert list(Clock.objects.order_by("pk").values_list("due_at", flat=True)) == before
    for ticket in tickets:
        reading = read(resolution(ticket), [], october(13, "09:10"))
        assert reading.elapsed == 7.5 * HOUR + dt.timedelta(minutes=10)


def test_a_breach_is_not_healed_by_longer_hours(cast, open_ticket, edited):
    ticket = open_ticket(priority="critical", at=october(12, "09:00"))
    edited(MORNINGS, october(12, "10:01"))
    assert (response(ticket).breached_at, response(ticket).due_at) == (october(12, "10:00"), october(12, "10:00"))
    edited(closed_on(dt.date(2026, 10, 13)), october(12, "10:02"))
    assert response(ticket).due_at == october(12, "10:00")
    assert read(response(ticket), [], october(12, "10:02")).state == ClockState.OVERDUE
    resolve_ticket(ticket=ticket, solution="Fait.", by=cast.technician, at=october(12, "10:03"))
    assert response(ticket).verdict == Verdict.MISSED


@pytest.mark.parametrize(("time", "verdict"), [("10:00", Verdict.MET), ("10:01", Verdict.MISSED)])
def test_edited_at_the_very_deadline_it_is_still_due_then(cast, open_ticket, edited, time, verdict):
    ticket = open_ticket(priority="critical", at=october(12, "09:00"))
    edited(ALL_DAY, october(12, "10:00"))
    assert response(ticket).due_at == october(12, "10:00")
    resolve_ticket(ticket=ticket, solution="Fait.", by=cast.technician, at=october(12, time))
    assert response(ticket).verdict == verdict


def test_what_has_stopped_never_moves(cast, open_ticket, edited):
    over, _going_on = (open_ticket(priority="high", at=october(12, "09:00")) for _ in range(2))
    resolve_ticket(ticket=over, solution="Fait.", by=cast.technician, at=october(12, "12:00"))
    before = list(Clock.objects.filter(ticket=over).values()), over.events.count()
    assert edited(MORNINGS, october(12, "14:00")) == 1
    assert (list(Clock.objects.filter(ticket=over).values()), over.events.count()) == before


def test_reopened_after_the_edit_it_goes_on_with_what_was_used(cast, open_ticket, edited):
    ticket = open_ticket(priority="high", at=october(12, "09:00"))
    resolve_ticket(ticket=ticket, solution="Fait.", by=cast.technician, at=october(12, "11:00"))
    edited(MORNINGS, october(12, "11:30"))
    reopen_ticket(ticket=ticket, reason="Encore", by=cast.operator, at=october(13, "09:00"))
    assert (resolution(ticket).used, resolution(ticket).due_at) == (2 * HOUR, october(14, "12:00"))


def test_a_paused_ticket_stays_paused_and_goes_on_in_the_new_hours(cast, open_ticket, edited):
    ticket = open_ticket(priority="high", at=october(12, "09:00"))
    waiting = {"status": Status.WAITING_CLIENT, "reason": "Rappel", "by": cast.technician}
    wait_for(ticket=ticket, **waiting, at=october(12, "10:00"))
    edited(MORNINGS, october(12, "15:00"))
    assert (resolution(ticket).due_at, resolution(ticket).used) == (None, HOUR)
    assert ticket.pauses.get().until_at is None
    resume_ticket(ticket=ticket, by=cast.technician, at=october(13, "11:00"))
    assert response(ticket).due_at == october(13, "12:00")


def test_clocks_in_other_hours_and_other_tickets_are_left_alone(cast, open_ticket, edited, at):
    account = factories.account("Fibre du Midi", policy="Opérateur")
    ticket = open_ticket(account=account, contact=None, priority="medium")
    before = list(ticket.clocks.values()), ticket.events.count()
    assert edited(MORNINGS, at) == 0
    assert (list(ticket.clocks.values()), ticket.events.count()) == before


@pytest.mark.parametrize(
    ("edit", "due"),
    [
        (closed_on(dt.date(2026, 10, 13)), october(14, "09:30")),
        (
            lambda calendar: SpecialOpening.objects.create(
                calendar=calendar, name="Nocturne", date=dt.date(2026, 10, 12), opens="09:00", closes="20:00"
            ),
            october(12, "17:00"),
        ),
        (always_open, october(12, "17:00")),
    ],
    ids=["closure", "special opening", "round the clock"],
)
def test_closures_and_special_openings_count_from_then_on(open_ticket, edited, edit, due):
    ticket = open_ticket(priority="high", at=october(12, "09:00"))
    edited(edit, october(12, "09:00"))
    assert resolution(ticket).due_at == due


# History, lists and alarms ------------------------------------------------------------------------
def test_each_ticket_has_one_line_of_history_its_next_deadline_and_its_alarms(cast, open_ticket, edited):
    ticket = open_ticket(priority="high", at=october(12, "09:00"))
    alarms = dict(Alarm.objects.filter(clock__ticket=ticket).values_list("clock", "at"))
    edited(MORNINGS, october(12, "10:30"))
    ticket.refresh_from_db()
    event = ticket.events.get(kind=EventKind.REPLANNED)
    assert (event.by, event.at, event.data) == (cast.administrator, october(12, "10:30"), {"reason": BUSINESS_HOURS})
    assert ticket.next_due_at == response(ticket).due_at == october(12, "11:00")
    after = dict(Alarm.objects.filter(clock__ticket=ticket).values_list("clock", "at"))
    assert after.keys() == alarms.keys()
    assert after[resolution(ticket).pk] > alarms[resolution(ticket).pk]


def test_progress_is_told_batch_by_batch(open_ticket, edited, monkeypatch):
    monkeypatch.setattr(replanning, "BATCH", 2)
    tickets = [open_ticket(at=october(12, "09:00")) for _ in range(5)]
    told: list[tuple[int, int]] = []
    count = edited(MORNINGS, october(12, "10:00"), progress=lambda done, total: told.append((done, total)))
    assert (count, told) == (5, [(0, 5), (2, 5), (4, 5), (5, 5)])
    replanned = Event.objects.filter(kind=EventKind.REPLANNED).values_list("ticket", flat=True)
    assert sorted(replanned) == [ticket.pk for ticket in tickets]


def test_a_ticket_more_costs_what_it_writes(open_ticket, edited):
    costs = []
    for _ in range(2):
        open_ticket(at=october(12, "09:00"))
        with CaptureQueriesContext(connection) as queries:
            edited(MORNINGS, october(12, "10:00"))
        costs.append(len(queries))
    assert costs[1] - costs[0] <= 8


# Refused ------------------------------------------------------------------------------------------
def test_administrators_alone_edit_calendars(cast, business_hours, edited, at):
    for role in ("operator", "technician", "manager", "client", "partner"):
        with pytest.raises(ActionRefused):
            edited(MORNINGS, at, by=getattr(cast, role))
    assert Calendar.objects.get(pk=business_hours.pk).seasons == business_hours.seasons


@pytest.mark.parametrize("edit", [opening_hours(), opening_hours(["9h", "12:00"])], ids=["never open", "no time"])
def test_hours_that_cannot_be_are_refused_and_nothing_has_changed(open_ticket, edited, business_hours, edit):
    ticket = open_ticket(priority="high", at=october(12, "09:00"))
    before = list(ticket.clocks.values())
    with pytest.raises(ActionRefused):
        edited(edit, october(12, "10:00"))
    assert list(ticket.clocks.values()) == before
    assert not ticket.events.filter(kind=EventKind.REPLANNED).exists()
    fresh = Calendar.objects.get(pk=business_hours.pk)
    assert fresh.service_hours().elapsed(october(12, "09:00"), october(13, "09:00")) == 7.5 * HOUR


# Compiled hours -----------------------------------------------------------------------------------
def day_of(calendar: Calendar) -> dt.timedelta:
    return calendar.service_hours().elapsed(october(12, "00:00"), october(13, "00:00"))


def test_after_the_edit_nobody_gets_the_old_hours(edited, business_hours):
    held = day_of(business_hours)
    edited(MORNINGS, october(12, "10:00"))
    assert held == 7.5 * HOUR
    assert day_of(business_hours) == day_of(Calendar.objects.get(pk=business_hours.pk)) == 3 * HOUR
    policy = Policy.objects.select_related("calendar").get(name=STANDARD)
    assert day_of(policy.calendar) == 3 * HOUR


def test_rows_removed_many_at_once_make_new_hours_too(edited, business_hours, at):
    edited(closed_on(dt.date(2026, 10, 12)), at)
    assert day_of(business_hours) == dt.timedelta(0)
    edited(lambda calendar: calendar.closures.all().delete(), at)
    assert day_of(Calendar.objects.get(pk=business_hours.pk)) == 7.5 * HOUR


def test_an_edit_undone_leaves_no_hours_behind_not_even_for_the_next_edit(edited, business_hours, at):
    monday = dt.date(2026, 10, 12)

    def closed_without_saving(calendar: Calendar) -> None:
        Closure.objects.bulk_create([Closure(calendar=calendar, name="Pont", from_date=monday, until_date=monday)])
        assert day_of(calendar) == dt.timedelta(0)

    with transaction.atomic():
        edited(closed_without_saving, at)
        assert day_of(Calendar.objects.get(pk=business_hours.pk)) == dt.timedelta(0)
        transaction.set_rollback(True)
    assert day_of(Calendar.objects.get(pk=business_hours.pk)) == 7.5 * HOUR
    edited(MORNINGS, at)
    assert day_of(Calendar.objects.get(pk=business_hours.pk)) == 3 * HOUR


def test_a_version_never_comes_back(business_hours):
    versions = {business_hours.version}
    for _ in range(2):
        with transaction.atomic():
            undone = Calendar.objects.get(pk=business_hours.pk)
            undone.save()
            versions.add(undone.version)
            transaction.set_rollback(True)
    fresh = Calendar.objects.get(pk=business_hours.pk)
    assert fresh.version == business_hours.version
    fresh.save(update_fields=["name"])
    fresh.refresh_from_db()
    assert len({*versions, fresh.version}) == 4


def test_hours_that_were_only_tried_in_a_form_are_nobodys(business_hours):
    tried = Calendar.objects.get(pk=business_hours.pk)
    tried.is_round_the_clock = True
    tried.full_clean()
    assert day_of(business_hours) == 7.5 * HOUR


def test_a_calendar_may_be_checked_before_it_is_saved(db):
    weekly = {"0": [["09:00", "12:00"]]}
    Calendar(name="Lundi", seasons=[{"weekly": weekly, "valid_from": None, "valid_until": None}]).full_clean()


# At once ------------------------------------------------------------------------------------------


@pytest.mark.process
@pytest.mark.django_db(transaction=True)
def test_who_acts_during_an_edit_waits_and_sees_all_of_the_new(cast, open_ticket, edited, business_hours):
    ticket, at = open_ticket(priority="high", at=october(12, "09:00")), october(12, "10:00")
    compile_hours(business_hours)  # what the processes have in memory from before
    with gate("INSERT", "tickets_event") as closed:
        editing = start(lambda: edited(MORNINGS, at))
        closed.wait_for(1)
        opening = start(lambda: open_ticket(priority="high", title="Pendant", at=at))
        raising = start(lambda: change_priority(ticket=ticket, priority="low", by=cast.operator, at=at))
        closed.wait_for(3)
        assert day_of(Calendar.objects.get(pk=business_hours.pk)) == 7.5 * HOUR
        closed.open()
        for process in (editing, opening, raising):
            finish(process)
    assert resolution(Ticket.objects.get(title="Pendant")).due_at == october(14, "12:00")
    # Low: 12 hours to answer, of which 1 was used; 2 are left on Monday, then 3 a day.
    assert response(ticket).due_at == october(15, "12:00")
    # This process compiled the old hours before, and was not told.
    assert day_of(Calendar.objects.get(pk=business_hours.pk)) == 3 * HOUR


@pytest.mark.process
@pytest.mark.django_db(transaction=True)
def test_an_edit_waits_for_who_is_opening_a_ticket_and_finds_it(open_ticket, edited):
    at = october(12, "10:00")
    with gate("INSERT", "tickets_clock") as closed:
        opening = start(lambda: open_ticket(priority="high", title="Avant", at=at))
        closed.wait_for(1)
        editing = start(lambda: edited(MORNINGS, at))
        closed.wait_for(2)
        closed.open()
        finish(opening)
        finish(editing)
    ticket = Ticket.objects.get(title="Avant")
    assert ticket.events.filter(kind=EventKind.REPLANNED).count() == 1
    assert resolution(ticket).due_at == october(14, "12:00")
