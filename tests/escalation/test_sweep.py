"""Sweep: what is due fires once, oldest first, by what is true now."""

from __future__ import annotations

import datetime as dt
import io
from dataclasses import replace

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from escalation import tasks
from escalation.actions.define_ladder import define_ladder
from escalation.actions.sweep import sweep
from escalation.ladders import plan_of_policy
from escalation.models import Alarm, Escalation
from tests import factories
from tests.escalation.conftest import levels, told
from tickets.actions.cancel import cancel_ticket
from tickets.actions.merge import merge_ticket
from tickets.actions.prioritize import change_priority
from tickets.actions.reopen import reopen_ticket
from tickets.actions.reply import reply_to_ticket
from tickets.actions.resolve import resolve_ticket
from tickets.actions.resume import resume_ticket
from tickets.actions.wait import wait_for
from tickets.choices import EventKind, NoticeKind, Status
from tickets.models import Absence, Event, Notice, OutboxMail, Queue, Resource, Ticket
from tickets.seeds import TELECOM

HOUR, MINUTE = dt.timedelta(hours=1), dt.timedelta(minutes=1)
SUPPORT, PRODUCTION = "support@operateur.example.org", "production@operateur.example.org"
OPERATIONS, DIRECTOR = "exploitation@operateur.example.org", "direction@operateur.example.org"


def test_a_level_fires_at_its_instant_and_not_before(carrier_ticket, at):
    ticket = carrier_ticket()
    sweep(at=at + HOUR - MINUTE)
    assert levels(ticket) == []
    sweep(at=at + HOUR)
    assert levels(ticket) == [1]


def test_a_hundred_sweeps_in_a_row_make_one_event_and_one_mail_a_level(carrier_ticket, at):
    ticket = carrier_ticket()
    for minutes in range(30, 230, 2):
        sweep(at=at + minutes * MINUTE)
    assert levels(ticket) == [1, 2, 3]
    assert Event.objects.filter(ticket=ticket, kind=EventKind.ESCALATED).count() == 3
    assert sorted(told(ticket)) == sorted([SUPPORT, OPERATIONS, DIRECTOR, "pascal@example.org"])


def test_after_a_day_off_each_level_fires_once_in_order_with_what_is_true_now(carrier_ticket, at):
    ticket, tomorrow = carrier_ticket(), at + dt.timedelta(days=1)
    report = sweep(at=tomorrow)
    assert levels(ticket) == [1, 2, 3]
    assert {escalation.at for escalation in report.fired} == {tomorrow}
    assert not Alarm.objects.exists()
    assert sweep(at=tomorrow + HOUR).fired == []


def test_after_a_day_off_the_oldest_of_all_levels_comes_first(carrier_ticket, at):
    late, later = carrier_ticket(), carrier_ticket(at=at + 45 * MINUTE)
    report = sweep(at=at + dt.timedelta(days=1))
    order = [(escalation.ticket_id, escalation.level) for escalation in report.fired]
    assert order == [(late.pk, 1), (late.pk, 2), (later.pk, 1), (later.pk, 2), (late.pk, 3), (later.pk, 3)]


def test_a_limited_sweep_leaves_the_rest_to_the_next(carrier_ticket, at):
    ticket = carrier_ticket()
    sweep(at=at + dt.timedelta(days=1), limit=2)
    assert levels(ticket) == [1, 2]
    sweep(at=at + dt.timedelta(days=1))
    assert levels(ticket) == [1, 2, 3]


def test_the_standard_contract_escalates_both_promises_one_business_hour_late(open_ticket, at):
    ticket = open_ticket(priority="critical")
    sweep(at=at.replace(hour=12))
    assert (levels(ticket), levels(ticket, "resolution")) == ([1], [])
    sweep(at=at.replace(hour=16, minute=29))
    assert levels(ticket, "resolution") == []
    sweep(at=at.replace(hour=16, minute=30))
    assert (levels(ticket), levels(ticket, "resolution")) == ([1], [1])


def test_a_low_ticket_of_the_carrier_never_escalates(carrier_ticket, at):
    ticket = carrier_ticket(priority="low")
    sweep(at=at + dt.timedelta(days=60))
    assert (levels(ticket), levels(ticket, "resolution")) == ([], [])


def test_what_was_answered_in_time_does_not_fire(cast, carrier_ticket, at):
    ticket = carrier_ticket()
    reply_to_ticket(ticket=ticket, body="On regarde.", by=cast.technician, at=at + 59 * MINUTE)
    sweep(at=at + dt.timedelta(days=1))
    assert levels(ticket) == []
    assert told(ticket) == []


def test_an_alarm_that_does_not_know_of_the_answer_yet_fires_nothing(cast, carrier_ticket, at):
    ticket = carrier_ticket()
    stale = Alarm.objects.get()
    reply_to_ticket(ticket=ticket, body="On regarde.", by=cast.technician, at=at + 59 * MINUTE)
    stale.save(force_insert=True)
    assert sweep(at=at + HOUR).fired == []
    assert not Alarm.objects.exists()


@pytest.mark.parametrize("end", ["paused", "resolved", "cancelled", "merged"])
def test_what_stands_still_or_is_over_has_no_alarm(cast, carrier_ticket, at, end):
    ticket, other, later = carrier_ticket(), carrier_ticket(), at + 40 * MINUTE
    if end == "paused":
        wait_for(ticket=ticket, status=Status.WAITING_CLIENT, reason="Référence", by=cast.technician, at=later)
    elif end == "resolved":
        resolve_ticket(ticket=ticket, solution="Câble remplacé", by=cast.technician, at=later)
    elif end == "cancelled":
        cancel_ticket(ticket=ticket, reason="Doublon", by=cast.operator, at=later)
    else:
        merge_ticket(ticket=ticket, into=other, by=cast.operator, at=later)
    assert not Alarm.objects.filter(clock__ticket=ticket).exists()
    assert Alarm.objects.filter(clock__ticket=other).exists()
    sweep(at=at + dt.timedelta(days=1))
    assert levels(ticket) == []
    assert told(ticket) == []


def test_a_pause_while_overdue_moves_the_level_by_its_length(cast, carrier_ticket, at):
    ticket = carrier_ticket()
    wait_for(ticket=ticket, status=Status.WAITING_CLIENT, reason="Référence", by=cast.technician, at=at + 45 * MINUTE)
    sweep(at=at + 5 * HOUR)
    assert levels(ticket) == []
    resume_ticket(ticket=ticket, by=cast.technician, at=at + 5 * HOUR)
    sweep(at=at + 5 * HOUR + 14 * MINUTE)
    assert levels(ticket) == []
    sweep(at=at + 5 * HOUR + 15 * MINUTE)
    assert levels(ticket) == [1]


def test_a_priority_that_does_not_escalate_takes_the_alarm_away_and_back(cast, carrier_ticket, at):
    ticket = carrier_ticket()
    change_priority(ticket=ticket, priority="low", by=cast.manager, at=at + 40 * MINUTE)
    assert not Alarm.objects.exists()
    change_priority(ticket=ticket, priority="medium", by=cast.manager, at=at + 50 * MINUTE)
    sweep(at=at + 90 * MINUTE)
    assert levels(ticket) == [1]


def test_a_new_cycle_climbs_its_own_ladder(cast, carrier_ticket, at):
    ticket = carrier_ticket(has_guaranteed_repair=True)
    reply_to_ticket(ticket=ticket, body="On regarde.", by=cast.technician, at=at)
    sweep(at=at + 6 * HOUR)
    resolve_ticket(ticket=ticket, solution="Ligne rétablie", by=cast.technician, at=at + 6 * HOUR)
    assert levels(ticket, "resolution") == [1, 2, 3]
    reopen_ticket(ticket=ticket, reason="Encore coupée", by=cast.operator, at=at + 7 * HOUR)
    sweep(at=at + 10 * HOUR)
    cycles = Escalation.objects.filter(ticket=ticket, metric="resolution").order_by("pk").values_list("cycle", "level")
    assert list(cycles) == [(1, 1), (1, 2), (1, 3), (2, 1), (2, 2), (2, 3)]


def test_the_ticket_moves_to_the_first_present_technician_of_the_level(carrier_ticket, at):
    ticket = carrier_ticket()
    first = Resource.objects.get(level__queue=ticket.queue, level__number=2, order=0).technician
    Absence.objects.create(user=first, from_at=at, until_at=at + 8 * HOUR)
    sweep(at=at + 90 * MINUTE)
    ticket.refresh_from_db()
    assert (ticket.level.number, ticket.technician.name) == (2, "Pascal")


def test_a_ticket_never_moves_down(carrier_ticket, at):
    ticket = carrier_ticket()
    top = ticket.queue.levels.get(number=3)
    Ticket.objects.filter(pk=ticket.pk).update(level=top, technician=top.resources.get(order=1).technician)
    sweep(at=at + 90 * MINUTE)
    ticket.refresh_from_db()
    assert (ticket.level.number, ticket.technician.name) == (3, "Loïc")


def test_a_queue_without_the_level_gives_its_nearest_below(carrier_ticket, at):
    ticket = carrier_ticket(queue=TELECOM)
    ticket.queue.levels.filter(number=3).delete()
    sweep(at=at + dt.timedelta(days=1))
    ticket.refresh_from_db()
    assert ticket.level.number == 2


def test_escalating_an_unassigned_ticket_gives_it_to_somebody(carrier_ticket, at):
    ticket = carrier_ticket()
    Ticket.objects.filter(pk=ticket.pk).update(technician=None, level=None, status=Status.NEW)
    sweep(at=at + HOUR)
    ticket.refresh_from_db()
    assert (ticket.technician.name, ticket.status) == ("Philippe", Status.ASSIGNED)


def test_an_unassigned_ticket_escalates_although_nobody_is_there(carrier_ticket, at):
    ticket = carrier_ticket()
    Ticket.objects.filter(pk=ticket.pk).update(technician=None, level=None, status=Status.NEW)
    Resource.objects.all().delete()
    sweep(at=at + dt.timedelta(days=1))
    ticket.refresh_from_db()
    assert (ticket.technician, ticket.status, levels(ticket)) == (None, Status.NEW, [1, 2, 3])
    assert told(ticket) == [SUPPORT, OPERATIONS, DIRECTOR]


def test_the_level_tells_those_of_the_ticket_s_service(carrier_ticket, at):
    incident, request = carrier_ticket(), carrier_ticket(kind="service_request")
    sweep(at=at + HOUR)
    assert (told(incident), told(request)) == ([SUPPORT], [PRODUCTION])


def test_who_is_listed_twice_is_told_once(cast, carrier_ticket, at):
    ticket = carrier_ticket()
    plan = plan_of_policy(ticket.policy)
    again = replace(plan.level(1).contacts[1], name="Support, de nouveau", email=SUPPORT.upper())
    first = replace(plan.level(1), contacts=(*plan.level(1).contacts, again))
    define_ladder(policy=ticket.policy, plan=replace(plan, levels=(first,)), by=cast.administrator, at=at)
    sweep(at=at + HOUR)
    assert told(ticket) == [SUPPORT]


def test_the_mail_says_which_promise_of_which_ticket_is_broken(carrier_ticket, at):
    ticket = carrier_ticket(title="Lien fibre coupé")
    sweep(at=at + HOUR)
    mail = OutboxMail.objects.get(ticket=ticket, to=SUPPORT)
    assert f"#{ticket.number}" in mail.subject
    assert "Lien fibre coupé" in mail.subject
    assert "10:30" in mail.body
    assert "Fibre du Midi" in mail.body


def test_a_business_hours_promise_sends_no_mail_at_night(open_ticket, at):
    ticket, night = open_ticket(priority="critical"), at.replace(hour=23)
    sweep(at=night)
    mails = OutboxMail.objects.filter(ticket=ticket, key__startswith="escalation:")
    opening = (at + dt.timedelta(days=1)).replace(hour=9)
    assert {mail.next_attempt_at for mail in mails} == {opening}
    assert {mail.created_at for mail in mails} == {night}


def test_a_round_the_clock_promise_wakes_people(carrier_ticket, at):
    night = at.replace(hour=1)
    ticket = carrier_ticket(at=night)
    sweep(at=night + HOUR)
    assert OutboxMail.objects.get(ticket=ticket, to=SUPPORT).next_attempt_at == night + HOUR


def test_history_names_the_machine_the_level_and_the_promise(carrier_ticket, at):
    ticket = carrier_ticket()
    sweep(at=at + HOUR)
    event = Event.objects.get(ticket=ticket, kind=EventKind.ESCALATED)
    assert (event.by.name, event.at, event.new) == ("Astreinte", at + HOUR, "Production ou support")
    assert event.data == {"level": 1, "metric": "response", "trigger": "automatic", "reason": ""}


def refuse_to_escalate(ticket: Ticket) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE FUNCTION refuse_one() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
            f" IF NEW.ticket_id = {ticket.pk} THEN RAISE EXCEPTION 'broken'; END IF; RETURN NEW; END $$;"
            " CREATE TRIGGER refuse_one BEFORE INSERT ON escalation_escalation"
            " FOR EACH ROW EXECUTE FUNCTION refuse_one()"
        )


def test_a_ticket_that_fails_stops_no_other(carrier_ticket, at, caplog):
    broken, sound = carrier_ticket(), carrier_ticket()
    refuse_to_escalate(broken)
    report = sweep(at=at + HOUR)
    assert report.failed == [broken.pk]
    assert (levels(broken), levels(sound)) == ([], [1])


def test_a_sweep_with_nothing_due_is_one_query_whatever_is_open(open_ticket, at, django_assert_num_queries):
    for _number in range(5):
        open_ticket()
    with django_assert_num_queries(1):
        sweep(at=at)


def test_a_sweep_costs_as_many_queries_for_twenty_that_are_due_as_for_one(carrier_ticket, at):
    counts = []
    for hours, number in enumerate((2, 1, 20)):  # the first reads the ladder
        opened = at + dt.timedelta(days=hours)
        for _number in range(number):
            carrier_ticket(at=opened)
        with CaptureQueriesContext(connection) as queries:
            assert len(sweep(at=opened + HOUR, limit=number).fired) == number
        counts.append(len(queries))
        Alarm.objects.all().delete()
    assert counts[1] == counts[2]


def test_a_batch_that_fails_is_done_one_by_one_in_the_same_order(carrier_ticket, at):
    tickets = [carrier_ticket(at=at + number * MINUTE) for number in range(4)]
    refuse_to_escalate(tickets[1])
    report = sweep(at=at + dt.timedelta(minutes=75))
    assert [escalation.ticket_id for escalation in report.fired] == [tickets[n].pk for n in (0, 2, 3)]
    assert (report.failed, report.left) == ([tickets[1].pk], [])
    assert Event.objects.filter(kind=EventKind.ESCALATED).count() == 3


def test_where_a_queue_balances_its_load_one_sweep_gives_each_their_share(carrier_ticket, at):
    tickets = [carrier_ticket() for _number in range(4)]
    Queue.objects.filter(pk=tickets[0].queue_id).update(balances_load=True)
    sweep(at=at + 90 * MINUTE)
    given = [Ticket.objects.get(pk=ticket.pk).technician.name for ticket in tickets]
    assert sorted(given) == ["Pascal", "Pascal", "Philippe", "Philippe"]


def test_who_gets_the_ticket_is_told_inside_the_product_too(carrier_ticket, at):
    ticket = carrier_ticket()
    sweep(at=at + 150 * MINUTE)
    notices = Notice.objects.filter(ticket=ticket, kind=NoticeKind.ESCALATED)
    assert [(notice.user.name, notice.text) for notice in notices] == [("Pascal", "Direction")]


def test_the_command_prints_what_it_did(carrier_ticket, at):
    ticket, out = carrier_ticket(), io.StringIO()
    call_command("sweep", at=(at + HOUR).isoformat(), stdout=out)
    assert str(ticket.number) in out.getvalue()
    assert "Production ou support" in out.getvalue()
    assert levels(ticket) == [1]


def test_the_command_refuses_what_is_no_instant(db):
    with pytest.raises(CommandError, match="demain"):
        call_command("sweep", at="demain")


def test_the_task_sweeps_for_now(carrier_ticket, at):
    ticket = carrier_ticket(at=at.replace(year=2020))
    tasks.sweep()
    assert levels(ticket) == [1, 2, 3]


def test_the_task_has_the_name_that_beat_calls():
    assert settings.CELERY_BEAT_SCHEDULE["sweep"]["task"] == tasks.sweep.name


def test_without_contract_nothing_escalates(cast, at):
    ticket = factories.ticket(by=cast.operator, at=at, account=factories.account("Sans papiers"), priority="critical")
    assert not Alarm.objects.exists()
    sweep(at=at + dt.timedelta(days=60))
    assert levels(ticket) == []
