"""Edit a policy: running clocks get its new targets and rules, and keep what they have used."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from escalation.models import Alarm
from sla.choices import Metric, Priority
from sla.models import Calendar, Policy, Target
from sla.seeds import AGREEMENT_2016, ROUND_THE_CLOCK, STANDARD
from tests import factories
from tests.processes import finish, gate, start
from tickets.actions import replanning
from tickets.actions.edit_policy import edit_policy
from tickets.actions.prioritize import change_priority
from tickets.actions.reply import reply_to_ticket
from tickets.actions.resolve import resolve_ticket
from tickets.actions.resume import resume_ticket
from tickets.actions.take import take_ticket
from tickets.actions.wait import wait_for
from tickets.choices import EventKind, Status, Verdict
from tickets.models import Clock, Ticket
from tickets.refusal import ActionRefused

PARIS = ZoneInfo("Europe/Paris")
HOUR = dt.timedelta(hours=1)


def october(day: int, time: str) -> dt.datetime:
    """October 2026: the 12th is a Monday."""
    hour, minute = map(int, time.split(":"))
    return dt.datetime(2026, 10, day, hour, minute, tzinfo=PARIS)


def response(ticket: Ticket) -> Clock:
    return ticket.clocks.select_related("calendar").get(metric=Metric.RESPONSE)


def resolution(ticket: Ticket) -> Clock:
    return ticket.clocks.select_related("calendar").get(metric=Metric.RESOLUTION)


def target(metric: Metric, priority: str, **fields: object):
    """An edit of one promise."""

    def edit(policy: Policy) -> None:
        policy.targets.filter(metric=metric, priority=priority).update(**fields)

    return edit


def rules(**fields: object):
    def edit(policy: Policy) -> None:
        for name, value in fields.items():
            setattr(policy, name, value)
        policy.save()

    return edit


@pytest.fixture
def standard(db: None) -> Policy:
    return Policy.objects.get(name=STANDARD)


@pytest.fixture
def edited(cast, standard):
    """`edited(edit, at, ...)`: an administrator edits the standard policy."""

    def edit_at(edit, at: dt.datetime, **given) -> int:
        return edit_policy(**{"policy": standard, "edit": edit, "by": cast.administrator, "at": at} | given)

    return edit_at


@pytest.fixture
def waiting(cast, open_ticket):
    """`waiting(status)`: a ticket opened at nine that waits since ten."""

    def opened(status: Status = Status.WAITING_CLIENT) -> Ticket:
        ticket = open_ticket(priority="high", at=october(12, "09:00"))
        return wait_for(ticket=ticket, status=status, reason="Pièce", by=cast.technician, at=october(12, "10:00"))

    return opened


# Targets ------------------------------------------------------------------------------------------
def test_a_new_target_counts_the_time_that_was_used(open_ticket, edited):
    ticket = open_ticket(priority="high", at=october(12, "09:00"))
    assert edited(target(Metric.RESOLUTION, "high", duration=4 * HOUR, objective=95), october(12, "11:00")) == 1
    assert (resolution(ticket).used, resolution(ticket).due_at) == (2 * HOUR, october(12, "14:30"))
    assert resolution(ticket).objective == 95
    ticket.refresh_from_db()
    assert ticket.next_due_at == response(ticket).due_at == october(12, "11:00")


def test_a_target_that_is_used_up_already_is_due_at_that_instant(open_ticket, edited):
    ticket = open_ticket(priority="high", at=october(12, "09:00"))
    edited(target(Metric.RESPONSE, "high", duration=HOUR), october(12, "10:30"))
    assert (response(ticket).due_at, response(ticket).breached_at) == (october(12, "10:30"), None)


def test_a_longer_target_does_not_heal_a_breach(cast, open_ticket, edited):
    ticket = open_ticket(priority="high", at=october(12, "09:00"))
    edited(target(Metric.RESPONSE, "high", duration=40 * HOUR), october(12, "11:01"))
    assert response(ticket).due_at == october(12, "11:00")
    resolve_ticket(ticket=ticket, solution="Fait.", by=cast.technician, at=october(12, "11:02"))
    assert response(ticket).verdict == Verdict.MISSED


def test_a_target_in_other_hours_keeps_the_time_used(open_ticket, edited):
    ticket = open_ticket(priority="high", at=october(12, "17:00"))
    always = Calendar.objects.get(name=ROUND_THE_CLOCK)
    edited(target(Metric.RESOLUTION, "high", calendar=always), october(12, "20:00"))
    assert resolution(ticket).due_at == october(13, "03:00")


def test_a_promise_taken_back_has_no_deadline_and_one_made_has(open_ticket, edited):
    ticket = open_ticket(priority="high", at=october(12, "09:00"))
    edited(target(Metric.RESOLUTION, "high", duration=None), october(12, "10:00"))
    assert resolution(ticket).due_at is None
    edited(target(Metric.RESOLUTION, "high", duration=8 * HOUR), october(12, "11:00"))
    assert resolution(ticket).due_at == october(13, "09:30")


def test_what_has_stopped_never_moves(cast, open_ticket, edited):
    ticket = open_ticket(priority="high", at=october(12, "09:00"))
    reply_to_ticket(ticket=ticket, body="On regarde.", by=cast.technician, at=october(12, "10:00"))
    before = ticket.clocks.filter(metric=Metric.RESPONSE).values().get()

    def shorter(policy: Policy) -> None:
        policy.targets.update(duration=HOUR / 2)

    edited(shorter, october(12, "10:30"))
    assert ticket.clocks.filter(metric=Metric.RESPONSE).values().get() == before
    assert resolution(ticket).due_at == october(12, "10:30")


def test_alarms_follow(open_ticket, edited):
    ticket = open_ticket(priority="high", at=october(12, "09:00"))
    before = Alarm.objects.get(clock=resolution(ticket)).at
    edited(target(Metric.RESOLUTION, "high", duration=4 * HOUR), october(12, "10:00"))
    assert Alarm.objects.get(clock=resolution(ticket)).at < before


# Tickets left alone -------------------------------------------------------------------------------
def test_only_tickets_for_which_something_changes_are_touched(cast, open_ticket, edited, monkeypatch):
    monkeypatch.setattr(replanning, "BATCH", 2)
    account = factories.account("Menuiserie Aubrac", policy=AGREEMENT_2016)
    of_other_policy = open_ticket(account=account, contact=None, priority="high", at=october(12, "09:00"))
    tickets = {priority: open_ticket(priority=priority, at=october(12, "09:00")) for priority in Priority}
    over = resolve_ticket(
        ticket=open_ticket(priority="high", at=october(12, "09:00")),
        solution="Fait.",
        by=cast.technician,
        at=october(12, "09:30"),
    )
    before = {ticket.pk: list(ticket.clocks.values()) for ticket in (*tickets.values(), of_other_policy, over)}
    told: list[tuple[int, int]] = []
    halved = target(Metric.RESPONSE, "high", duration=HOUR)
    count = edited(halved, october(12, "09:30"), progress=lambda done, total: told.append((done, total)))
    assert (count, told) == (1, [(0, 4), (2, 4), (4, 4)])
    for ticket in (*tickets.values(), of_other_policy, over):
        is_touched = ticket == tickets[Priority.HIGH]
        assert (list(ticket.clocks.values()) != before[ticket.pk]) is is_touched
        assert ticket.events.filter(kind=EventKind.REPLANNED).exists() is is_touched
    event = tickets[Priority.HIGH].events.get(kind=EventKind.REPLANNED)
    assert (event.by, event.at, event.data) == (cast.administrator, october(12, "09:30"), {"reason": STANDARD})


def test_an_edit_that_changes_nothing_touches_no_ticket(open_ticket, waiting, edited):
    open_ticket(priority="critical", at=october(12, "09:00"))
    waiting()
    before = list(Clock.objects.order_by("pk").values())
    assert edited(rules(response_objective=99), october(12, "10:00")) == 0
    assert list(Clock.objects.order_by("pk").values()) == before


# Pauses -------------------------------------------------------------------------------------------
def test_a_pause_that_the_rules_no_longer_give_ends_then(waiting, edited):
    ticket = waiting()
    edited(rules(pauses_for_client=False), october(12, "11:00"))
    assert ticket.pauses.get().until_at == october(12, "11:00")
    assert response(ticket).due_at == october(12, "12:00")
    ticket.refresh_from_db()
    assert (ticket.status, ticket.next_due_at) == (Status.WAITING_CLIENT, october(12, "12:00"))


def test_a_pause_that_the_rules_now_give_begins_then_with_its_reason(cast, waiting, edited):
    ticket = waiting(Status.WAITING_THIRD_PARTY)
    edited(rules(pauses_for_third_party=True), october(12, "10:30"))
    pause = ticket.pauses.get()
    assert (pause.from_at, pause.until_at, pause.reason) == (october(12, "10:30"), None, "Pièce")
    assert (response(ticket).due_at, pause.by) == (None, cast.administrator)
    resume_ticket(ticket=ticket, by=cast.technician, at=october(12, "14:00"))
    assert response(ticket).due_at == october(12, "14:30")


def test_a_pause_that_goes_on_stays_the_same(waiting, edited):
    ticket = waiting()
    edited(target(Metric.RESPONSE, "high", duration=3 * HOUR), october(12, "11:00"))
    assert ticket.pauses.get().from_at == october(12, "10:00")
    assert (response(ticket).due_at, response(ticket).used) == (None, HOUR)


def test_taking_charge_counts_as_the_response_once_the_rules_say_so(cast, open_ticket, edited):
    ticket = open_ticket(priority="high", at=october(12, "09:00"))
    take_ticket(ticket=ticket, by=cast.technician, at=october(12, "09:10"))
    edited(rules(taking_charge_is_response=True), october(12, "10:00"))
    assert (response(ticket).verdict, response(ticket).stopped_at) == (Verdict.MET, october(12, "10:00"))


# Refused, and at once -----------------------------------------------------------------------------
def test_administrators_alone_edit_policies(cast, edited, standard, at):
    for role in ("operator", "technician", "manager", "client", "partner"):
        with pytest.raises(ActionRefused):
            edited(rules(pauses_for_client=False), at, by=getattr(cast, role))
    assert Policy.objects.get(pk=standard.pk).pauses_for_client


def test_an_edit_that_is_refused_half_way_changes_nothing(open_ticket, edited, standard):
    ticket = open_ticket(priority="high", at=october(12, "09:00"))
    before = list(ticket.clocks.values())

    def half(policy: Policy) -> None:
        policy.targets.all().delete()
        Target(policy=policy, metric=Metric.RESPONSE, priority="high").full_clean()

    with pytest.raises(ActionRefused):
        edited(half, october(12, "10:00"))
    assert (list(ticket.clocks.values()), standard.targets.count()) == (before, 8)


@pytest.mark.process
@pytest.mark.django_db(transaction=True)
def test_who_acts_during_an_edit_waits_and_gets_the_new_targets(cast, open_ticket, edited):
    ticket, at = open_ticket(priority="high", at=october(12, "09:00")), october(12, "09:30")

    def both(policy: Policy) -> None:
        policy.targets.filter(metric=Metric.RESPONSE).update(duration=3 * HOUR)

    with gate("INSERT", "tickets_event") as closed:
        editing = start(lambda: edited(both, at))
        closed.wait_for(1)
        opening = start(lambda: open_ticket(priority="high", title="Pendant", at=october(12, "09:00")))
        raising = start(lambda: change_priority(ticket=ticket, priority="medium", by=cast.operator, at=at))
        closed.wait_for(3)
        closed.open()
        for process in (editing, opening, raising):
            finish(process)
    assert response(ticket).due_at == response(Ticket.objects.get(title="Pendant")).due_at == october(12, "12:00")
