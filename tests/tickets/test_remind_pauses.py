"""Remind: a pause that was forgotten is brought up, once a period, to whoever has the ticket."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.db import IntegrityError

from sla.models import Policy
from sla.seeds import STANDARD
from tests import factories
from tests.processes import finish, gate, start
from tickets import tasks
from tickets.actions.remind_pauses import remind_pauses
from tickets.actions.resolve import resolve_ticket
from tickets.actions.resume import resume_ticket
from tickets.actions.wait import wait_for
from tickets.choices import Role, Status
from tickets.models import Absence, OutboxMail, Resource, Ticket

PARIS = ZoneInfo("Europe/Paris")


def october(day: int, time: str) -> dt.datetime:
    """October 2026: the 12th is a Monday, the 16th a Friday."""
    hour, minute = map(int, time.split(":"))
    return dt.datetime(2026, 10, day, hour, minute, tzinfo=PARIS)


@pytest.fixture
def waiting(cast, open_ticket):
    """`waiting(...)`: a ticket of the technician that waits for the client since Monday at ten, no mail left."""

    def opened(from_at: dt.datetime = october(12, "10:00"), **fields: object) -> Ticket:  # noqa: B008
        ticket = open_ticket(at=october(12, "09:00"), **fields)
        Ticket.objects.filter(pk=ticket.pk).update(technician=cast.technician)
        given = {"status": Status.WAITING_CLIENT, "reason": "Numéro de série", "by": cast.technician}
        ticket = wait_for(ticket=ticket, **given, at=from_at)
        OutboxMail.objects.all().delete()
        return ticket

    return opened


def test_a_pause_of_three_business_days_is_brought_up_with_its_reason_and_since_when(waiting):
    ticket = waiting()
    assert remind_pauses(october(15, "09:59")) == 0
    assert not OutboxMail.objects.exists()
    assert remind_pauses(october(15, "10:00")) == 1
    mail = OutboxMail.objects.get()
    assert (mail.to, mail.ticket) == ("technician@example.org", ticket)
    assert f"#{ticket.number}" in mail.subject
    assert "Numéro de série" in mail.body
    assert "12 octobre 2026 10:00" in mail.body


def test_it_is_brought_up_once_a_period_however_often_it_is_looked_for(waiting):
    waiting()
    times = [(15, "10:00"), (15, "11:00"), (20, "09:59"), (20, "10:00"), (20, "10:01")]
    assert [remind_pauses(october(*time)) for time in times] == [1, 0, 0, 1, 0]


def test_what_fell_due_while_nobody_looked_is_said_once(waiting):
    waiting()
    assert [remind_pauses(october(30, "10:00")), remind_pauses(october(30, "11:00"))] == [1, 0]


def test_the_weekend_does_not_count(waiting):
    waiting(october(16, "10:00"))
    assert remind_pauses(october(20, "18:00")) == 0
    assert remind_pauses(october(21, "10:00")) == 1


def test_it_wakes_nobody(waiting):
    waiting(october(12, "18:00"))
    assert remind_pauses(october(15, "23:00")) == 1
    assert OutboxMail.objects.get().next_attempt_at == october(16, "09:00")


def test_a_pause_that_ended_is_not_brought_up_and_the_next_one_counts_from_its_beginning(cast, waiting):
    ticket = waiting()
    resume_ticket(ticket=ticket, by=cast.technician, at=october(14, "10:00"))
    assert remind_pauses(october(16, "10:00")) == 0
    given = {"status": Status.WAITING_CLIENT, "reason": "Accord", "by": cast.technician}
    wait_for(ticket=ticket, **given, at=october(14, "10:00"))
    assert remind_pauses(october(16, "18:00")) == 0
    assert remind_pauses(october(19, "10:00")) == 1
    resolve_ticket(ticket=ticket, solution="Fait.", by=cast.technician, at=october(19, "11:00"))
    assert remind_pauses(october(30, "10:00")) == 0


def test_a_policy_has_its_own_period_or_none(waiting):
    waiting()
    Policy.objects.filter(name=STANDARD).update(pause_reminder_after=None)
    assert remind_pauses(october(30, "10:00")) == 0
    Policy.objects.filter(name=STANDARD).update(pause_reminder_after=dt.timedelta(hours=1))
    assert [remind_pauses(october(12, time)) for time in ("10:59", "11:00", "12:00")] == [0, 1, 1]


def test_a_period_of_nothing_is_refused(db):
    with pytest.raises(IntegrityError):
        Policy.objects.filter(name=STANDARD).update(pause_reminder_after=dt.timedelta(0))


def test_it_is_said_in_the_language_and_hours_of_whoever_reads_it(cast, waiting):
    cast.technician.language, cast.technician.time_zone = "en", "Indian/Reunion"
    cast.technician.save()
    waiting()
    remind_pauses(october(15, "10:00"))
    mail = OutboxMail.objects.get()
    assert "Still on hold" in mail.subject
    assert "Waiting for the client since Oct. 12, 2026, noon" in mail.body


# Whom -----------------------------------------------------------------------------------------------
@pytest.fixture
def at_level(waiting):
    """A waiting ticket that nobody has, and the two people of its level, in their order."""
    ticket = waiting()
    first, second = (factories.user(name, Role.TECHNICIAN) for name in ("first", "second"))
    ticket.level.resources.all().delete()
    for order, user in enumerate((first, second)):
        Resource.objects.create(level=ticket.level, technician=user, order=order)
    Ticket.objects.filter(pk=ticket.pk).update(technician=None)
    return ticket, first, second


def test_where_nobody_has_the_ticket_the_first_present_of_its_level_is_told(at_level):
    _ticket, first, second = at_level
    Absence.objects.create(user=first, from_at=october(15, "09:00"), until_at=october(15, "18:00"))
    assert remind_pauses(october(15, "10:00")) == 1
    assert OutboxMail.objects.get().to == second.email


def test_who_left_the_house_is_not_told(at_level, cast):
    ticket, first, _second = at_level
    cast.technician.is_active = False
    cast.technician.save()
    Ticket.objects.filter(pk=ticket.pk).update(technician=cast.technician)
    remind_pauses(october(15, "10:00"))
    assert OutboxMail.objects.get().to == first.email


def test_where_nobody_is_there_the_next_run_tries_again(at_level):
    _ticket, *people = at_level
    for user in people:
        Absence.objects.create(user=user, from_at=october(15, "09:00"), until_at=october(15, "12:00"))
    assert [remind_pauses(october(15, "10:00")), remind_pauses(october(15, "12:00"))] == [0, 1]


# The task, and at once ----------------------------------------------------------------------------
def test_the_task_has_the_name_that_beat_calls_each_hour():
    entry = settings.CELERY_BEAT_SCHEDULE["remind-pauses"]
    assert (entry["task"], entry["schedule"]) == (tasks.remind_pauses.name, 3600)


@pytest.mark.process
@pytest.mark.django_db(transaction=True)
def test_two_reminders_at_once_make_one_mail(waiting):
    waiting()
    with gate("INSERT", "tickets_outboxmail") as closed:
        first = start(lambda: remind_pauses(october(15, "10:00")))
        closed.wait_for(1)
        finish(start(lambda: remind_pauses(october(15, "10:00"))))
        closed.open()
        finish(first)
    assert OutboxMail.objects.count() == 1
