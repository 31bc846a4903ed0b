"""Clocks: every rule by which a promise runs, stands still, is kept or missed, through the verbs that people use."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sla.choices import Metric
from sla.models import Policy
from sla.seeds import AGREEMENT_2016, CARRIER, STANDARD
from tests import factories
from tickets.actions.account import change_account
from tickets.actions.assign import assign_ticket
from tickets.actions.cancel import cancel_ticket
from tickets.actions.merge import merge_ticket
from tickets.actions.note import add_note
from tickets.actions.prioritize import change_priority
from tickets.actions.reopen import reopen_ticket
from tickets.actions.reply import receive_reply, reply_and_wait, reply_to_ticket
from tickets.actions.resolve import resolve_ticket
from tickets.actions.resume import resume_ticket
from tickets.actions.wait import wait_for
from tickets.choices import ClockState, Source, Status, Verdict
from tickets.models import Clock, Ticket, User
from tickets.readings import read

PARIS = ZoneInfo("Europe/Paris")
HOUR = dt.timedelta(hours=1)


def october(day: int, time: str) -> dt.datetime:
    """October 2026: the 12th is a Monday, the 16th a Friday, the 19th the Monday after."""
    hour, minute = map(int, time.split(":"))
    return dt.datetime(2026, 10, day, hour, minute, tzinfo=PARIS)


def clock(ticket: Ticket, metric: Metric, cycle: int = 1) -> Clock:
    return ticket.clocks.select_related("calendar").get(metric=metric, cycle=cycle)


def response(ticket: Ticket, cycle: int = 1) -> Clock:
    return clock(ticket, Metric.RESPONSE, cycle)


def resolution(ticket: Ticket, cycle: int = 1) -> Clock:
    return clock(ticket, Metric.RESOLUTION, cycle)


def state(ticket: Ticket, metric: Metric, at: dt.datetime) -> ClockState:
    return read(clock(ticket, metric), ticket.pauses.all(), at).state


@pytest.fixture
def hold(cast):
    """`hold(ticket, from_at, until_at=None)`: it waits for the client, until it is resumed."""

    def held(ticket: Ticket, from_at: dt.datetime, until_at: dt.datetime | None = None) -> Ticket:
        wait_for(ticket=ticket, status=Status.WAITING_CLIENT, reason="Rappel", by=cast.technician, at=from_at)
        if until_at:
            resume_ticket(ticket=ticket, by=cast.technician, at=until_at)
        return ticket

    return held


@pytest.fixture
def resolve(cast):
    def resolved(ticket: Ticket, at: dt.datetime) -> Ticket:
        return resolve_ticket(ticket=ticket, solution="Câble remplacé.", by=cast.technician, at=at)

    return resolved


@pytest.fixture
def reopen(cast):
    def reopened(ticket: Ticket, at: dt.datetime) -> Ticket:
        return reopen_ticket(ticket=ticket, reason="Toujours en panne", by=cast.operator, at=at)

    return reopened


# Pauses -------------------------------------------------------------------------------------------
def test_a_pause_over_the_weekend_costs_its_business_time_alone(open_ticket, hold):
    ticket = open_ticket(priority="high", at=october(16, "15:00"))
    hold(ticket, october(16, "16:00"), october(19, "09:00"))
    assert resolution(ticket).due_at == october(19, "17:30")
    unpaused = open_ticket(priority="high", at=october(16, "15:00"))
    assert resolution(unpaused).due_at == october(19, "15:30")


def test_repeated_pauses_add_up(open_ticket, hold, resolve):
    ticket = open_ticket(priority="high", at=october(12, "09:00"))
    for start, end in (("09:30", "10:00"), ("10:15", "10:30"), ("10:30", "10:45")):
        hold(ticket, october(12, start), october(12, end))
    resolve(ticket, october(12, "11:00"))
    assert resolution(ticket).elapsed == HOUR


def test_a_pause_within_a_pause_is_one_pause(cast, open_ticket, hold):
    ticket = open_ticket(priority="high", at=october(12, "09:00"))
    hold(ticket, october(12, "10:00"))
    wait_for(
        ticket=ticket,
        status=Status.WAITING_CLIENT,
        reason="Rappel demain",
        by=cast.technician,
        at=october(12, "10:30"),
    )
    resume_ticket(ticket=ticket, by=cast.technician, at=october(12, "11:00"))
    spans = [(pause.from_at, pause.until_at) for pause in ticket.pauses.all()]
    assert spans == [
        (october(12, "10:00"), october(12, "10:30")),
        (october(12, "10:30"), october(12, "11:00")),
    ]
    assert response(ticket).due_at == october(12, "12:00")


def test_a_pause_of_no_length_costs_nothing(open_ticket, hold):
    ticket = open_ticket(priority="high", at=october(12, "09:00"))
    hold(ticket, october(12, "10:00"), october(12, "10:00"))
    hold(ticket, october(12, "10:00"), october(12, "10:00"))
    assert response(ticket).due_at == october(12, "11:00")


def test_a_pause_outside_hours_costs_nothing(open_ticket, hold):
    ticket = open_ticket(priority="high", at=october(12, "11:30"))
    hold(ticket, october(12, "12:30"), october(12, "14:00"))
    assert response(ticket).due_at == october(12, "15:00")


def test_a_deadline_at_the_beginning_of_a_pause_stays_there(open_ticket, hold, resolve):
    ticket = open_ticket(priority="high", at=october(12, "09:00"))
    hold(ticket, october(12, "11:00"), october(12, "11:30"))
    assert response(ticket).due_at == october(12, "11:00")
    resolve(ticket, october(12, "11:31"))
    assert response(ticket).verdict == Verdict.MISSED


def test_while_paused_a_ticket_is_not_overdue_and_its_meter_stands_still(open_ticket, hold):
    ticket = open_ticket(priority="high", at=october(12, "09:00"))
    hold(ticket, october(12, "10:00"))
    ticket.refresh_from_db()
    assert ticket.next_due_at is None
    for metric in Metric:
        for later in (october(12, "11:00"), october(15, "17:00")):
            reading = read(clock(ticket, metric), ticket.pauses.all(), later)
            assert (reading.state, reading.elapsed) == (ClockState.PAUSED, HOUR)


def test_waiting_for_a_third_party_stops_no_clock_under_the_standard_contract(cast, open_ticket):
    ticket = open_ticket(priority="high", at=october(12, "09:00"))
    wait_for(
        ticket=ticket, status=Status.WAITING_THIRD_PARTY, reason="Opérateur", by=cast.technician, at=ticket.opened_at
    )
    assert not ticket.pauses.exists()
    assert response(ticket).due_at == october(12, "11:00")


def test_waiting_for_a_third_party_stops_the_clocks_where_the_policy_says_so(cast, open_ticket):
    Policy.objects.filter(name=STANDARD).update(pauses_for_client=False, pauses_for_third_party=True)
    ticket = open_ticket(priority="high", at=october(12, "09:00"))
    for status, is_paused in ((Status.WAITING_CLIENT, False), (Status.WAITING_THIRD_PARTY, True)):
        wait_for(ticket=ticket, status=status, reason="Pièce", by=cast.technician, at=ticket.opened_at)
        assert ticket.pauses.filter(until_at=None).exists() is is_paused


# First response -----------------------------------------------------------------------------------
def test_an_answer_and_a_wait_in_one_submit_stop_the_response_before_the_pause(cast, open_ticket):
    ticket = open_ticket(priority="high", at=october(12, "09:00"))
    at = october(12, "10:00")
    reply_and_wait(
        ticket=ticket, body="Quel modèle ?", status=Status.WAITING_CLIENT, reason="Modèle", by=cast.technician, at=at
    )
    assert (response(ticket).verdict, response(ticket).stopped_at) == (Verdict.MET, at)
    assert (resolution(ticket).due_at, ticket.pauses.get().from_at) == (None, at)


def test_neither_pause_nor_acknowledgement_nor_assignment_nor_note_is_a_first_response(cast, open_ticket, hold, at):
    ticket = open_ticket(at=at)
    hold(ticket, at, at)
    reply_to_ticket(ticket=ticket, body="Bien reçu.", by=User.objects.automation(), at=at)
    assign_ticket(ticket=ticket, technician=cast.technician, by=cast.operator, at=at)
    add_note(ticket=ticket, body="À rappeler", by=cast.technician, at=at)
    ticket.refresh_from_db()
    assert ticket.responded_at is None
    assert response(ticket).is_running


def test_the_intake_call_is_a_first_response_only_where_the_policy_says_so(open_ticket, at):
    assert response(open_ticket(source=Source.PHONE)).is_running
    Policy.objects.filter(name=STANDARD).update(intake_call_is_response=True)
    ticket = open_ticket(source=Source.PHONE)
    assert (ticket.responded_at, response(ticket).verdict) == (at, Verdict.MET)
    assert response(open_ticket(source=Source.EMAIL)).is_running


def test_a_resolution_without_an_answer_is_the_response(open_ticket, resolve):
    ticket = open_ticket(priority="high", at=october(12, "09:00"))
    ticket = resolve(ticket, october(12, "11:01"))
    assert ticket.responded_at == october(12, "11:01")
    assert (response(ticket).verdict, resolution(ticket).verdict) == (Verdict.MISSED, Verdict.MET)


def test_a_ticket_that_waits_from_the_start_uses_no_time(open_ticket, hold):
    ticket = open_ticket(priority="high", at=october(12, "09:00"))
    hold(ticket, october(12, "09:00"), october(13, "09:00"))
    assert response(ticket).due_at == october(13, "11:00")


def test_a_ticket_resolved_on_the_phone_keeps_both_promises(open_ticket, resolve):
    ticket = resolve(open_ticket(at=october(12, "09:00")), october(12, "09:00"))
    for each in (response(ticket), resolution(ticket)):
        assert (each.verdict, each.elapsed) == (Verdict.MET, dt.timedelta(0))
    assert ticket.next_due_at is None


# Kept and missed ----------------------------------------------------------------------------------
@pytest.mark.parametrize(("time", "verdict"), [("12:30", Verdict.MET), ("12:31", Verdict.MISSED)])
def test_kept_means_at_the_deadline_at_the_latest(open_ticket, resolve, time, verdict):
    ticket = open_ticket(priority="high", at=october(12, "10:30"))
    resolve(ticket, october(12, time))
    assert (response(ticket).due_at, response(ticket).verdict) == (october(12, "12:30"), verdict)


def test_a_stop_at_lunch_of_a_promise_used_up_before_lunch_is_missed(open_ticket, resolve):
    ticket = resolve(open_ticket(priority="high", at=october(12, "10:30")), october(12, "13:15"))
    assert response(ticket).verdict == Verdict.MISSED
    assert response(ticket).elapsed == 2 * HOUR


def test_a_promise_of_nothing_has_no_deadline_and_no_verdict(cast, open_ticket, resolve):
    ticket = open_ticket(account=factories.account("Boulangerie Sols"), contact=None)
    assert ticket.next_due_at is None
    resolve(ticket, october(20, "09:00"))
    assert {each.verdict for each in ticket.clocks.all()} == {""}


# Priority, policy and account ---------------------------------------------------------------------
def prioritize(ticket: Ticket, priority: str, by: User, at: dt.datetime) -> None:
    change_priority(ticket=ticket, priority=priority, by=by, at=at)


def test_a_pause_is_not_forgotten_when_the_priority_changes(cast, open_ticket, hold):
    ticket = open_ticket(priority="medium", at=october(12, "09:00"))
    hold(ticket, october(12, "10:00"), october(12, "11:00"))
    prioritize(ticket, "high", cast.operator, october(12, "11:30"))
    assert response(ticket).due_at == october(12, "12:00")
    assert resolution(ticket).due_at == october(13, "10:30")


def test_a_priority_changed_while_paused_keeps_the_pause(cast, open_ticket, hold):
    ticket = open_ticket(priority="medium", at=october(12, "09:00"))
    hold(ticket, october(12, "10:00"))
    prioritize(ticket, "high", cast.operator, october(12, "11:00"))
    assert response(ticket).due_at is None
    resume_ticket(ticket=ticket, by=cast.technician, at=october(12, "12:00"))
    assert response(ticket).due_at == october(12, "14:30")


def test_a_priority_lowered_after_the_deadline_does_not_heal_the_breach(cast, open_ticket, resolve):
    ticket = open_ticket(priority="critical", at=october(12, "09:00"))
    prioritize(ticket, "low", cast.operator, october(12, "10:01"))
    assert response(ticket).due_at == october(12, "10:00")
    assert state(ticket, Metric.RESPONSE, october(12, "10:01")) == ClockState.OVERDUE
    resolve(ticket, october(12, "10:02"))
    assert (response(ticket).verdict, response(ticket).due_at) == (Verdict.MISSED, october(12, "10:00"))
    assert resolution(ticket).verdict == Verdict.MET


def test_a_priority_lowered_at_the_very_deadline_is_in_time(cast, open_ticket, resolve):
    ticket = open_ticket(priority="critical", at=october(12, "09:00"))
    prioritize(ticket, "low", cast.operator, october(12, "10:00"))
    assert response(resolve(ticket, october(12, "11:00"))).verdict == Verdict.MET


@pytest.mark.parametrize(("time", "verdict"), [("12:00", Verdict.MET), ("12:01", Verdict.MISSED)])
def test_a_raised_priority_is_due_at_the_earliest_at_that_instant(cast, open_ticket, resolve, time, verdict):
    ticket = open_ticket(priority="medium", at=october(12, "09:00"))
    prioritize(ticket, "critical", cast.operator, october(12, "12:00"))
    assert response(ticket).due_at == october(12, "12:00")
    assert response(resolve(ticket, october(12, time))).verdict == verdict


def test_a_verdict_does_not_move_with_the_priority(cast, open_ticket):
    ticket = open_ticket(priority="high", at=october(12, "09:00"))
    reply_to_ticket(ticket=ticket, body="On regarde.", by=cast.technician, at=october(12, "10:30"))
    prioritize(ticket, "critical", cast.operator, october(12, "11:00"))
    met = response(ticket)
    assert (met.verdict, met.target, met.priority) == (Verdict.MET, 2 * HOUR, "high")


def test_another_account_brings_its_policy_and_time_used_stays_used(cast, open_ticket):
    account = factories.account("Menuiserie Aubrac", policy=AGREEMENT_2016)
    ticket = open_ticket(priority="high", at=october(12, "09:00"))
    changed = change_account(ticket=ticket, account=account, contact=None, by=cast.operator, at=october(12, "10:00"))
    assert (changed.policy.name, changed.contract.account) == (AGREEMENT_2016, account)
    assert response(ticket).due_at == october(12, "14:30")
    assert resolution(ticket).due_at is None


def test_a_policy_in_other_hours_keeps_the_time_used(cast, open_ticket):
    account = factories.account("Fibre du Midi", policy=CARRIER)
    ticket = open_ticket(priority="medium", at=october(12, "17:00"))
    change_account(ticket=ticket, account=account, contact=None, by=cast.operator, at=october(12, "20:00"))
    assert response(ticket).due_at == october(12, "21:00")


def test_a_breach_is_not_healed_by_an_account_without_contract(cast, open_ticket, resolve):
    ticket = open_ticket(priority="critical", at=october(12, "09:00"))
    account = factories.account("Boulangerie Sols")
    change_account(ticket=ticket, account=account, contact=None, by=cast.operator, at=october(12, "11:00"))
    assert state(ticket, Metric.RESPONSE, october(12, "11:00")) == ClockState.OVERDUE
    resolve(ticket, october(12, "11:30"))
    assert (response(ticket).verdict, resolution(ticket).verdict) == (Verdict.MISSED, "")
    assert state(ticket, Metric.RESPONSE, october(12, "12:00")) == ClockState.MISSED


def test_a_policy_that_pauses_for_a_third_party_pauses_a_ticket_that_waits_for_one(cast, open_ticket):
    account = factories.account("Menuiserie Aubrac", policy=AGREEMENT_2016)
    Policy.objects.filter(name=AGREEMENT_2016).update(pauses_for_third_party=True)
    ticket = open_ticket(at=october(12, "09:00"))
    wait_for(ticket=ticket, status=Status.WAITING_THIRD_PARTY, reason="Pièce", by=cast.technician, at=ticket.opened_at)
    change_account(ticket=ticket, account=account, contact=None, by=cast.operator, at=october(12, "10:00"))
    pause = ticket.pauses.get()
    assert (pause.from_at, pause.reason, response(ticket).due_at) == (october(12, "10:00"), "Pièce", None)


# Reopening ----------------------------------------------------------------------------------------
def test_reopened_within_the_window_it_goes_on_with_the_time_used(open_ticket, resolve, reopen):
    ticket = open_ticket(priority="high", at=october(12, "09:00"))
    resolve(ticket, october(12, "11:00"))
    reopen(ticket, october(13, "09:00"))
    again = resolution(ticket, cycle=2)
    assert (again.used, again.due_at) == (2 * HOUR, october(13, "16:30"))


def test_time_spent_resolved_is_not_counted(open_ticket, resolve, reopen):
    ticket = open_ticket(priority="high", at=october(12, "09:00"))
    resolve(ticket, october(12, "11:00"))
    reopen(ticket, october(13, "09:00"))
    resolve(ticket, october(13, "10:00"))
    assert resolution(ticket, cycle=2).elapsed == 3 * HOUR


@pytest.mark.parametrize(("end", "used"), [("11:00", 2 * HOUR), ("11:01", dt.timedelta(0))])
def test_the_window_is_a_business_week_to_the_minute(open_ticket, resolve, reopen, end, used):
    ticket = open_ticket(priority="high", at=october(12, "09:00"))
    resolve(ticket, october(12, "11:00"))
    reopen(ticket, october(19, end))
    assert resolution(ticket, cycle=2).used == used


def test_the_verdict_of_the_first_cycle_is_history(open_ticket, resolve, reopen):
    ticket = open_ticket(priority="critical", at=october(12, "09:00"))
    resolve(ticket, october(12, "15:00"))
    before = Clock.objects.filter(ticket=ticket).values().order_by("pk")
    first = list(before)
    reopen(ticket, october(12, "16:00"))
    assert list(before)[:2] == first
    resolve(ticket, october(12, "16:00"))
    assert list(before)[:2] == first
    assert (resolution(ticket).verdict, resolution(ticket, cycle=2).verdict) == (Verdict.MISSED, Verdict.MET)


def test_what_was_judged_is_never_written_again(cast, open_ticket, hold, resolve, reopen):
    ticket = hold(open_ticket(at=october(12, "09:00")), october(12, "09:30"), october(12, "10:00"))
    resolve(ticket, october(12, "10:00"))
    reopen(ticket, october(12, "11:00"))
    with CaptureQueriesContext(connection) as queries:
        add_note(ticket=ticket, body="À rappeler", by=cast.technician, at=october(12, "11:30"))
    written = [query["sql"] for query in queries if query["sql"].startswith("UPDATE")]
    assert written
    assert not any('"tickets_clock"' in sql or '"tickets_pause"' in sql for sql in written)


def test_a_reopened_ticket_has_no_second_response(open_ticket, resolve, reopen):
    ticket = open_ticket(at=october(12, "09:00"))
    resolve(ticket, october(12, "10:00"))
    reopen(ticket, october(12, "11:00"))
    assert ticket.clocks.filter(metric=Metric.RESPONSE).count() == 1


def test_thanks_after_the_end_reopen_nothing(cast, open_ticket, resolve):
    ticket = resolve(open_ticket(at=october(12, "09:00")), october(12, "10:00"))
    receive_reply(
        ticket=ticket,
        contact=cast.contact,
        body="Merci !",
        source=Source.EMAIL,
        by=User.objects.automation(),
        at=october(12, "11:00"),
    )
    ticket.refresh_from_db()
    assert ticket.status == Status.RESOLVED
    assert ticket.clocks.count() == 2
    assert ticket.messages.last().body == "Merci !"


# Cancelled and merged -----------------------------------------------------------------------------
def cancel(ticket: Ticket, by: User, at: dt.datetime) -> Ticket:
    return cancel_ticket(ticket=ticket, reason="Erreur de saisie", by=by, at=at)


def test_a_cancelled_ticket_is_not_judged(cast, open_ticket, hold):
    ticket = hold(open_ticket(at=october(12, "09:00")), october(12, "10:00"))
    ticket = cancel(ticket, cast.operator, october(12, "11:00"))
    assert {each.verdict for each in ticket.clocks.all()} == {Verdict.CANCELLED}
    assert (ticket.pauses.get().until_at, ticket.next_due_at) == (october(12, "11:00"), None)


def test_cancelled_by_mistake_it_still_owes_an_answer(cast, open_ticket, reopen, resolve):
    ticket = open_ticket(priority="high", at=october(12, "09:00"))
    cancel(ticket, cast.operator, october(12, "10:00"))
    reopen(ticket, october(12, "11:00"))
    assert response(ticket, cycle=2).due_at == october(12, "12:00")
    assert resolve(ticket, october(12, "11:30")).responded_at == october(12, "11:30")
    assert response(ticket, cycle=2).verdict == Verdict.MET


def test_a_cancellation_does_not_heal_a_breach(cast, open_ticket, reopen, resolve):
    ticket = open_ticket(priority="critical", at=october(12, "09:00"))
    cancel(ticket, cast.operator, october(12, "11:00"))
    reopen(ticket, october(26, "09:00"))
    resolve(ticket, october(26, "09:00"))
    assert response(ticket, cycle=2).verdict == Verdict.MISSED
    assert resolution(ticket, cycle=2).verdict == Verdict.MET


def test_the_first_response_of_a_merged_ticket_stays_a_fact(cast, open_ticket):
    ticket, into = open_ticket(at=october(12, "09:00")), open_ticket(at=october(12, "09:00"))
    reply_to_ticket(ticket=ticket, body="On regarde.", by=cast.technician, at=october(12, "10:00"))
    merged = merge_ticket(ticket=ticket, into=into, by=cast.operator, at=october(12, "11:00"))
    assert merged.responded_at == october(12, "10:00")
    assert (response(ticket).verdict, resolution(ticket).verdict) == (Verdict.MET, Verdict.CANCELLED)
    assert response(into).is_running


def test_the_ticket_keeps_the_earliest_deadline_of_its_clocks(cast, open_ticket):
    ticket = open_ticket(priority="high", at=october(12, "09:00"))
    assert ticket.next_due_at == october(12, "11:00")
    reply_to_ticket(ticket=ticket, body="On regarde.", by=cast.technician, at=october(12, "10:00"))
    ticket.refresh_from_db()
    assert ticket.next_due_at == resolution(ticket).due_at == october(13, "09:30")
