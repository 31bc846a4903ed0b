"""Withdraw: a reply taken back before it leaves was never sent, and its ticket is what it was."""

from __future__ import annotations

import contextlib
import datetime as dt
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from escalation.models import Alarm
from sla.choices import Priority
from tickets.actions.announce import announce_incident
from tickets.actions.note import add_note
from tickets.actions.prioritize import change_priority
from tickets.actions.reopen import reopen_ticket
from tickets.actions.reply import reply_to_ticket
from tickets.actions.reply_then import reply_then
from tickets.actions.resolve import resolve_ticket
from tickets.actions.resume import resume_ticket
from tickets.actions.send_outbox import send_due_mails
from tickets.actions.wait import wait_for
from tickets.actions.watch import watch_ticket
from tickets.actions.withdraw import withdraw_reply
from tickets.choices import EventKind, MessageKind, Status
from tickets.models import Message, Notice, OutboxMail, Pause, Ticket, User
from tickets.permissions import visible_attachments, visible_messages
from tickets.presentation.conversation import conversation
from tickets.refusal import ActionRefused

SECOND, MINUTE, HOUR = dt.timedelta(seconds=1), dt.timedelta(minutes=1), dt.timedelta(hours=1)
STATE = ("status", "responded_at", "resolved_at", "closed_at", "next_due_at", "technician", "is_announced")


def ledger(ticket: Ticket) -> dict[str, object]:
    """Everything that a reply may move: ticket, clocks, pauses and alarms, with all their fields."""
    return {
        "ticket": Ticket.objects.filter(pk=ticket.pk).values(*STATE).get(),
        "clocks": list(ticket.clocks.order_by("pk").values()),
        "pauses": list(ticket.pauses.order_by("pk").values()),
        "alarms": list(Alarm.objects.filter(clock__ticket=ticket).order_by("clock").values("clock", "level", "at")),
    }


@pytest.fixture
def say(cast, at):
    """Reply an hour after the opening; with `status`, and leave the ticket in it."""

    def said(ticket, *, at=at + HOUR, status=None, **given) -> Message:
        given = {"body": "On regarde.", "by": cast.technician, **given}
        if status is None:
            return reply_to_ticket(ticket=ticket, at=at, **given)
        return reply_then(ticket=ticket, status=status, reason="réponse", at=at, **given)

    return said


@pytest.fixture
def take_back(cast):
    def taken(message, *, after=5 * SECOND, by=cast.technician) -> Message:
        return withdraw_reply(message=message, by=by, at=message.at + after)

    return taken


THENS = [None, "waiting_client", "waiting_third_party", "in_progress", "scheduled", "resolved"]


@pytest.mark.parametrize("status", THENS)
def test_the_ledger_is_what_it_was(open_ticket, say, take_back, status):
    ticket = open_ticket(priority="high")
    before = ledger(ticket)
    message = say(ticket, status=status)
    assert ledger(ticket) != before
    take_back(message)
    assert ledger(ticket) == before


VERBS = {
    "pause": lambda **who: wait_for(status=Status.WAITING_CLIENT, reason="Rappel", **who),
    "third": lambda **who: wait_for(status=Status.WAITING_THIRD_PARTY, reason="Pièce", **who),
    "resume": resume_ticket,
    "reply": lambda **who: reply_to_ticket(body="On regarde.", **who),
    "resolve": lambda **who: resolve_ticket(solution="Fait.", **who),
    "reopen": lambda **who: reopen_ticket(reason="Encore", **who),
    "critical": lambda **who: change_priority(priority=Priority.CRITICAL, **who),
    "low": lambda **who: change_priority(priority=Priority.LOW, **who),
}
HISTORIES = st.lists(
    st.tuples(st.sampled_from([0, 1, 30, 90, 240, 930, 3780]), st.sampled_from(sorted(VERBS))), max_size=8
)


@given(history=HISTORIES, gap=st.integers(0, 1500), then=st.sampled_from(THENS), second=st.integers(0, 10))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_after_any_history_all_is_what_it_was_save_what_was_late(
    cast, open_ticket, say, take_back, at, history, gap, then, second
):
    ticket, now = open_ticket(), at
    for wait, verb in history:
        now += wait * MINUTE
        with contextlib.suppress(ActionRefused):
            VERBS[verb](ticket=ticket, by=cast.technician, at=now)
    now += gap * MINUTE
    before = ledger(ticket)
    try:
        message = say(ticket, at=now, status=then)
    except ActionRefused:
        assert ledger(ticket) == before
        return
    take_back(message, after=second * SECOND)
    after = ledger(ticket)
    for was, clock in zip(before["clocks"], after["clocks"], strict=True):
        if was["breached_at"] is None and was["stopped_at"] is None and clock["breached_at"] is not None:
            assert clock["breached_at"] < now
            was["breached_at"] = clock["breached_at"]
    assert after == before


@pytest.mark.parametrize("status", THENS)
def test_a_pause_that_the_reply_ended_goes_on(cast, open_ticket, say, take_back, at, status):
    ticket = open_ticket(priority="high")
    wait_for(ticket=ticket, status=Status.WAITING_CLIENT, reason="photo", by=cast.technician, at=at + 20 * MINUTE)
    before = ledger(ticket)
    take_back(say(ticket, status=status))
    assert ledger(ticket) == before
    resume_ticket(ticket=ticket, by=cast.technician, at=at + 2 * HOUR)
    assert ticket.pauses.get().until_at == at + 2 * HOUR


@pytest.mark.parametrize("status", THENS)
def test_what_was_late_is_late_and_the_rest_is_what_it_was(open_ticket, say, take_back, at, status):
    ticket = open_ticket(priority="critical")
    due = {clock.metric: clock.due_at for clock in ticket.clocks.all()}
    before = ledger(ticket)
    take_back(say(ticket, at=at + dt.timedelta(days=1), status=status))
    after = ledger(ticket)
    assert {clock["metric"] for clock in after["clocks"] if clock["breached_at"]} >= {"response"}
    for clock in after["clocks"]:
        assert clock.pop("breached_at") in (None, due[clock["metric"]])
        assert clock["stopped_at"] is None
    for clock in before["clocks"]:
        assert clock.pop("breached_at") is None
    assert after == before


def test_a_second_reply_was_no_first_response(open_ticket, say, take_back, at):
    ticket = open_ticket()
    say(ticket)
    before = ledger(ticket)
    take_back(say(ticket, at=at + 2 * HOUR))
    assert ledger(ticket) == before
    ticket.refresh_from_db()
    assert ticket.responded_at == at + HOUR


def test_a_solution_taken_back_brings_the_announcement_back(cast, open_ticket, take_back, at):
    ticket = open_ticket()
    announce_incident(ticket=ticket, by=cast.technician, at=at)
    resolve_ticket(ticket=ticket, solution="Rétabli.", by=cast.technician, at=at + HOUR)
    take_back(ticket.messages.latest("pk"))
    ticket.refresh_from_db()
    assert (ticket.is_announced, ticket.status) == (True, Status.ASSIGNED)


def test_the_clock_runs_on_after_it_and_the_next_reply_is_judged(open_ticket, say, take_back, at):
    ticket = open_ticket(priority="high")
    take_back(say(ticket, status="waiting_client"))
    say(ticket, at=at + 90 * MINUTE)
    clock = ticket.clocks.get(metric="response")
    assert (clock.elapsed, clock.verdict) == (90 * MINUTE, "met")


# The mail ----------------------------------------------------------------------------------------
def test_a_reply_leaves_ten_seconds_later(open_ticket, say, at):
    ticket = open_ticket()
    OutboxMail.objects.all().delete()
    say(ticket)
    assert send_due_mails(at + HOUR + 9 * SECOND, 10) == 0
    assert send_due_mails(at + HOUR + 10 * SECOND, 10) == 1


def test_what_was_taken_back_is_never_mailed(open_ticket, say, take_back, at):
    ticket = open_ticket()
    OutboxMail.objects.all().delete()
    take_back(say(ticket))
    assert send_due_mails(at + 2 * HOUR, 10) == 0
    assert mail.outbox == []


def test_what_has_left_cannot_be_taken_back(open_ticket, say, take_back, at):
    message = say(open_ticket())
    with pytest.raises(ActionRefused, match="has left already"):
        take_back(message, after=11 * SECOND)
    message.refresh_from_db()
    assert message.withdrawn_at is None


def test_what_was_sent_early_cannot_be_taken_back(open_ticket, say, take_back, at):
    message = say(open_ticket())
    OutboxMail.objects.filter(key=f"reply:{message.pk}").update(sent_at=at)
    with pytest.raises(ActionRefused, match="leaving right now"):
        take_back(message)


@pytest.mark.django_db(transaction=True)
def test_what_is_being_sent_right_now_cannot_be_taken_back(cast, open_ticket, say, take_back):
    message = say(open_ticket())

    def taken() -> str:
        try:
            take_back(message)
        except ActionRefused as refusal:
            return str(refusal)
        finally:
            connection.close()
        return ""

    with transaction.atomic(), ThreadPoolExecutor(1) as other:
        OutboxMail.objects.select_for_update().get(key=f"reply:{message.pk}")
        assert "leaving right now" in other.submit(taken).result(timeout=20)
    assert OutboxMail.objects.filter(key=f"reply:{message.pk}").exists()


def test_a_reply_that_nobody_gets_by_mail_can_be_taken_back(open_ticket, say, take_back):
    ticket = open_ticket(contact=None)
    before = ledger(ticket)
    take_back(say(ticket))
    assert ledger(ticket) == before


# Who and when ------------------------------------------------------------------------------------
def test_only_its_author_takes_it_back(cast, open_ticket, say, take_back):
    message = say(open_ticket())
    for person in (cast.operator, cast.administrator):
        with pytest.raises(ActionRefused, match="Only who wrote"):
            take_back(message, by=person)


def test_a_note_and_what_the_client_wrote_stay(cast, open_ticket, at, take_back):
    note = add_note(ticket=open_ticket(), body="Interne", by=cast.technician, at=at)
    with pytest.raises(ActionRefused):
        take_back(note)


def test_once_something_else_happened_it_stays(cast, open_ticket, say, take_back, at):
    ticket = open_ticket()
    message = say(ticket)
    add_note(ticket=ticket, body="Vu.", by=cast.operator, at=at + HOUR + SECOND)
    before = ledger(ticket)
    with pytest.raises(ActionRefused, match="changed since"):
        take_back(message)
    assert ledger(ticket) == before
    assert OutboxMail.objects.filter(key=f"reply:{message.pk}").exists()


def test_taken_back_twice_is_once(open_ticket, say, take_back):
    ticket = open_ticket()
    message = say(ticket)
    take_back(message)
    take_back(message)
    assert ticket.events.filter(kind=EventKind.WITHDRAWN).count() == 1


def test_history_says_who_took_back_what_and_which_status_came_back(cast, open_ticket, say, take_back):
    ticket = open_ticket()
    message = say(ticket, status="waiting_client")
    take_back(message)
    event = ticket.events.get(kind=EventKind.WITHDRAWN)
    assert (event.by, event.data) == (cast.technician, {"message": message.pk})
    assert (event.old, event.new) == (Status.WAITING_CLIENT.label, Status.ASSIGNED.label)


# Who reads it ------------------------------------------------------------------------------------
def test_no_client_reads_it_and_the_house_does(cast, open_ticket, say, take_back, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    message = say(open_ticket(), attachments=[SimpleUploadedFile("a.txt", b"x")])
    take_back(message)
    for person in (cast.client, cast.partner):
        assert message not in visible_messages(person)
        assert not visible_attachments(person).filter(message=message).exists()
    assert message in visible_messages(cast.operator)


def test_a_client_does_not_read_that_it_was_resolved(cast, open_ticket, at, take_back):
    ticket = open_ticket()
    resolve_ticket(ticket=ticket, solution="Rétabli.", by=cast.technician, at=at + HOUR)
    take_back(ticket.messages.latest("pk"))
    ticket.refresh_from_db()
    told = " ".join(
        str(each.get("text", each.get("body")))
        for each in conversation(ticket, cast.client, at + 2 * HOUR)["conversation"]
    )
    assert "resolved the ticket" not in told
    assert "Rétabli" not in told


def test_nobody_is_told_of_it_any_more(cast, open_ticket, say, take_back, at):
    ticket = open_ticket()
    watch_ticket(ticket=ticket, person=cast.manager, by=cast.manager, at=at)
    message = say(ticket, body="@Operator regarde.")
    assert set(Notice.objects.values_list("user__name", flat=True)) >= {"Manager", "Operator"}
    take_back(message)
    assert not Notice.objects.filter(key=f"message:{message.pk}").exists()


def test_what_the_automation_writes_leaves_at_once_and_stays(cast, open_ticket, say, take_back, at):
    ticket, machine = open_ticket(), User.objects.automation()
    message = say(ticket, by=machine)
    assert OutboxMail.objects.get(key=f"reply:{message.pk}").next_attempt_at == message.at
    with pytest.raises(ActionRefused):
        take_back(message, by=machine)


@pytest.mark.parametrize("gap", [0, 3, 10])
def test_the_page_offers_it_to_the_author_as_long_as_it_can_be_done(cast, open_ticket, say, gap):
    ticket = open_ticket()
    message = say(ticket)
    ticket.refresh_from_db()
    now = message.at + gap * SECOND
    left = conversation(ticket, cast.technician, now)["conversation"][-1]["leaving"]
    assert (left and left["seconds"]) == (10 - gap or None)
    assert conversation(ticket, cast.operator, now)["conversation"][-1]["leaving"] is None


def test_pauses_of_other_tickets_are_left_alone(cast, open_ticket, say, take_back, at):
    other = open_ticket()
    wait_for(ticket=other, status=Status.WAITING_CLIENT, reason="x", by=cast.technician, at=at)
    take_back(say(open_ticket(), status="waiting_client"))
    assert Pause.objects.get().ticket == other


def test_the_view_brings_the_text_back_with_its_files(client, cast, open_ticket, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    client.force_login(cast.technician)
    ticket = open_ticket(at=timezone.now())
    file = SimpleUploadedFile("plan.txt", b"x")
    client.post(f"/tickets/{ticket.number}/reply/", {"body": "Un texte repris", "attachments": [file]})
    message = ticket.messages.latest("pk")
    answer = client.post(f"/tickets/{ticket.number}/withdraw/", {"message": message.pk}, follow=True)
    assert answer.redirect_chain[0][0] == f"/tickets/{ticket.number}/?taken_back={message.pk}#composer"
    assert "Un texte repris</textarea>" in answer.text
    kept = message.attachments.get().pk
    assert f'name="kept" value="{kept}" checked' in " ".join(answer.text.split())
    client.post(f"/tickets/{ticket.number}/reply/", {"body": "Mieux dit", "kept": [kept]})
    again = ticket.messages.filter(kind=MessageKind.REPLY).latest("pk").attachments.get()
    assert (again.name, again.file.read()) == ("plan.txt", b"x")
