"""Fill: invented tickets, as many as asked for, and only where nothing is real."""

from __future__ import annotations

import datetime as dt
import io

import pytest
from django.core.management import CommandError, call_command

from escalation.actions.sweep import sweep
from escalation.models import Alarm
from helpdesk.fill.filling import fill
from helpdesk.fill.words import FICTIONAL, phone
from tests import factories
from tickets.choices import OPEN_STATUSES, Status
from tickets.models import Account, Clock, ContactPhone, Event, Message, Pause, Ticket

pytestmark = pytest.mark.django_db


def filled(at: dt.datetime, seed: int = 1) -> None:
    fill(tickets=120, open_=70, due=5, seed=seed, at=at)


def test_there_are_as_many_tickets_open_and_due_as_asked_for(at):
    filled(at)
    assert Ticket.objects.count() == 120
    assert Ticket.objects.filter(status__in=OPEN_STATUSES).count() == 70
    assert Alarm.objects.filter(at__lte=at).count() == 5
    assert Alarm.objects.filter(at__gt=at).exists()


@pytest.mark.parametrize("hour", [3, 13, 17, 23])
def test_at_any_hour_exactly_the_due_ones_escalate(at, hour):
    at = at.replace(hour=hour)
    filled(at)
    report = sweep(at=at)
    assert (len(report.fired), report.failed, report.left) == (5, [], [])


def test_the_same_seed_makes_the_same_tickets(at):
    def told() -> list[tuple[object, ...]]:
        fields = ("external_number", "title", "description", "status", "priority", "opened_at", "next_due_at")
        return list(Ticket.objects.order_by("number").values_list(*fields, "account__name", "technician__email"))

    filled(at)
    first = told()
    numbers = [number for number, *_rest in first]
    filled(at)
    assert len(told()) == 240
    again = Ticket.objects.exclude(external_number__in=numbers).order_by("number")
    assert [ticket.title for ticket in again] == [title for _number, title, *_rest in first]


def test_clocks_pauses_and_history_agree(at):
    filled(at)
    assert Clock.objects.count() == 240
    assert not Clock.objects.filter(stopped_at__isnull=True).exclude(ticket__status__in=OPEN_STATUSES).exists()
    waiting = Ticket.objects.filter(status=Status.WAITING_CLIENT)
    assert waiting.exists()
    assert set(waiting) == {pause.ticket for pause in Pause.objects.filter(until_at__isnull=True)}
    assert not waiting.filter(next_due_at__isnull=False).exists()
    assert Event.objects.filter(kind="opened").count() == 120
    assert not Ticket.objects.filter(last_activity_at__gt=at).exists()
    said = set(Event.objects.filter(kind="replied").values_list("data__message", flat=True))
    assert said <= set(Message.objects.values_list("pk", flat=True))


def test_every_phone_number_is_one_of_fiction(at):
    filled(at)
    numbers = [*Account.objects.values_list("phone", flat=True), *ContactPhone.objects.values_list("number", flat=True)]
    assert numbers
    assert all(number.startswith(FICTIONAL) and len(number) == 12 for number in numbers)
    assert len({phone(index) for index in range(60_000)}) == 60_000


def test_a_database_with_a_real_ticket_is_refused(open_ticket, at):
    open_ticket()
    with pytest.raises(CommandError, match="belong in an empty database"):
        call_command("fill", tickets=1, open=1, due=0)
    assert Ticket.objects.count() == 1


def test_a_database_with_a_real_account_is_refused(db):
    factories.account("Clinique des Tamarins")
    with pytest.raises(CommandError, match="belong in an empty database"):
        call_command("fill", tickets=1, open=1, due=0)


def test_more_open_tickets_than_tickets_are_refused(db):
    with pytest.raises(CommandError, match="check the numbers"):
        call_command("fill", tickets=1, open=2, due=0)


def test_the_command_tells_its_progress_and_what_there_is(db):
    out = io.StringIO()
    call_command("fill", tickets=20, open=10, due=1, stdout=out)
    assert "20 of 20" in out.getvalue()
    assert "10 open, 1 due now" in out.getvalue()
