"""Each verb as a plain form: what is sent, what is changed, and what comes back when it is wrong or refused."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
import time_machine
from django.contrib.messages import get_messages
from django.core.files.uploadedfile import SimpleUploadedFile

from sla.choices import Priority
from tickets.actions.cancel import cancel_ticket
from tickets.actions.resolve import resolve_ticket
from tickets.actions.wait import wait_for
from tickets.choices import Kind, LinkKind, MessageKind, Status
from tickets.models import Event, Link, Message, Queue, Ticket, TimeEntry, WorkType
from tickets.seeds import TELECOM


@pytest.fixture
def send(client, cast, at):
    """`send("assign", ticket, technician=...)`: post a verb's form as a technician (or `by`) an instant later."""

    def post(verb: str, ticket: Ticket, *, by=cast.technician, **fields: object):
        type(by).objects.filter(pk=by.pk).update(language="en")
        client.force_login(by)
        with time_machine.travel(at, tick=False):
            page = f"http://testserver/tickets/{ticket.number}/"
            return client.post(f"/tickets/{ticket.number}/{verb}/", fields, headers={"Referer": page})

    return post


def said(response) -> list[str]:
    return [str(message) for message in get_messages(response.wsgi_request)]


def error(page: str) -> str:
    found = re.search(r'class="field-error"[^>]*>.*?<span>(.*?)</span>', page, re.S)
    return found.group(1) if found else ""


def test_assign_gives_the_ticket_to_a_technician(send, cast, open_ticket):
    ticket = open_ticket()
    response = send("assign", ticket, technician=cast.technician.pk)
    ticket.refresh_from_db()
    assert (response.status_code, response.url) == (302, f"/tickets/{ticket.number}/")
    assert ticket.technician == cast.technician
    assert said(response) == ["Given to Technician."]


def test_take_makes_it_mine(send, cast, open_ticket):
    ticket = open_ticket()
    send("take", ticket)
    ticket.refresh_from_db()
    assert (ticket.technician, ticket.status) == (cast.technician, Status.IN_PROGRESS)


def test_route_moves_it_to_a_queue_and_a_level(send, open_ticket):
    ticket, queue = open_ticket(), Queue.objects.get(name=TELECOM)
    send("route", ticket, queue=queue.pk, level=queue.levels.get(number=2).pk)
    ticket.refresh_from_db()
    assert (ticket.queue, ticket.level.number) == (queue, 2)


def test_a_level_of_another_queue_is_refused_in_a_sentence(send, open_ticket):
    ticket, queue = open_ticket(), Queue.objects.get(name=TELECOM)
    response = send("route", ticket, queue=queue.pk, level=ticket.level_id)
    assert "is not a level of" in said(response)[0]


def test_reply_is_stored_with_its_files(send, cast, open_ticket, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    ticket = open_ticket()
    files = [SimpleUploadedFile(name, b"x") for name in ("un.txt", "deux.txt")]
    send("reply", ticket, body="Bonjour", attachments=files)
    message = Message.objects.get(ticket=ticket, kind=MessageKind.REPLY)
    assert (message.body, message.author) == ("Bonjour", cast.technician)
    assert [file.name for file in message.attachments.all()] == ["un.txt", "deux.txt"]


def test_reply_and_wait_answers_before_the_clocks_stand_still(send, open_ticket):
    ticket = open_ticket()
    send("reply", ticket, body="Redémarrez-le.", then=Status.WAITING_CLIENT, reason="redémarrage")
    ticket.refresh_from_db()
    assert ticket.status == Status.WAITING_CLIENT
    assert ticket.responded_at is not None
    assert ticket.pauses.get().reason == "redémarrage"


def test_a_reply_that_waits_for_no_reason_comes_back_with_what_was_typed(send, open_ticket):
    ticket = open_ticket()
    response = send("reply", ticket, body="Texte à ne pas perdre", then=Status.WAITING_CLIENT, reason="")
    assert response.status_code == 422
    assert error(response.text) == "A pause needs a reason: write what the ticket waits for."
    assert "Texte à ne pas perdre" in response.text
    assert not Message.objects.filter(ticket=ticket, kind=MessageKind.REPLY).exists()


def test_note_stays_in_the_house(send, open_ticket):
    ticket = open_ticket()
    send("note", ticket, body="À vérifier")
    assert Message.objects.get(ticket=ticket, body="À vérifier").kind == MessageKind.NOTE


@pytest.mark.parametrize(("fields", "kind"), [({"with_requester": "on"}, MessageKind.CALL), ({}, MessageKind.NOTE)])
def test_call_is_written_down_with_its_length(send, open_ticket, fields, kind):
    ticket = open_ticket()
    send("call", ticket, body="Rappelé", minutes="4", **fields)
    message = Message.objects.get(ticket=ticket, body="Rappelé")
    assert (message.kind, message.call_seconds) == (kind, 240)


def test_wait_and_resume(send, open_ticket):
    ticket = open_ticket()
    send("wait", ticket, status=Status.WAITING_THIRD_PARTY, reason="opérateur")
    ticket.refresh_from_db()
    assert ticket.status == Status.WAITING_THIRD_PARTY
    send("resume", ticket)
    ticket.refresh_from_db()
    assert ticket.status == Status.IN_PROGRESS


def test_schedule_lets_the_clocks_run(send, open_ticket):
    ticket = open_ticket()
    send("schedule", ticket)
    ticket.refresh_from_db()
    assert ticket.status == Status.SCHEDULED
    assert ticket.next_due_at is not None


def test_prioritize_plans_the_deadlines_anew(send, open_ticket):
    ticket = open_ticket(priority="low")
    response = send("prioritize", ticket, priority=Priority.CRITICAL)
    ticket.refresh_from_db()
    assert ticket.priority == Priority.CRITICAL
    assert said(response) == ["The priority is now: Critical."]


def test_reclassify_changes_what_it_is_about(send, open_ticket):
    ticket, work = open_ticket(), WorkType.objects.get(name="Sur site")
    send("reclassify", ticket, kind=Kind.SERVICE_REQUEST, work_type=work.pk)
    ticket.refresh_from_db()
    assert (ticket.kind, ticket.work_type) == (Kind.SERVICE_REQUEST, work)


def test_resolve_close_and_reopen(send, open_ticket):
    ticket = open_ticket()
    seen = []
    for verb, fields in (("resolve", {"solution": "Rebranché"}), ("close", {}), ("reopen", {"reason": "Encore"})):
        send(verb, ticket, **fields)
        ticket.refresh_from_db()
        seen.append(ticket.status)
    assert seen == [Status.RESOLVED, Status.CLOSED, Status.ASSIGNED]


def test_cancel_takes_it_out_of_the_counts(send, open_ticket):
    ticket = open_ticket()
    send("cancel", ticket, reason="doublon")
    ticket.refresh_from_db()
    assert ticket.status == Status.CANCELLED


def test_merge_goes_on_in_the_other(send, open_ticket):
    ticket, other = open_ticket(), open_ticket()
    send("merge", ticket, into=f"#{other.number}")
    ticket.refresh_from_db()
    assert ticket.merged_into == other


def test_link_names_the_other(send, open_ticket):
    ticket, other = open_ticket(), open_ticket()
    send("link", ticket, other=str(other.number), kind=LinkKind.DUPLICATE)
    assert Link.objects.get().other == other


@pytest.mark.parametrize("number", ["999999", "abc", "99999999999999999999"])
def test_a_number_that_is_no_ticket_is_an_error_beside_its_field(send, open_ticket, number):
    response = send("merge", open_ticket(), into=number)
    assert response.status_code == 422
    assert error(response.text) == f"There is no ticket {number}: check its number."
    assert f'value="{number}"' in response.text


def test_time_is_logged_by_work_type(send, cast, open_ticket):
    ticket, work = open_ticket(), WorkType.objects.get(name="Sur site")
    send("time", ticket, minutes="85", work_type=work.pk, note="trajet")
    entry = TimeEntry.objects.get(ticket=ticket)
    assert (entry.minutes, entry.work_type, entry.technician) == (85, work, cast.technician)


WRONG: list[tuple[str, dict[str, str]]] = [
    ("assign", {"technician": "0"}),
    ("route", {}),
    ("reply", {"body": " "}),
    ("note", {}),
    ("call", {"body": "x", "minutes": "-1"}),
    ("wait", {"status": "waiting_client"}),
    ("reclassify", {"kind": "rumour"}),
    ("resolve", {"solution": ""}),
    ("cancel", {}),
    ("merge", {}),
    ("link", {"kind": "duplicate"}),
    ("time", {"minutes": "0"}),
]


@pytest.mark.parametrize(("verb", "fields"), WRONG, ids=[verb for verb, _fields in WRONG])
def test_a_form_with_a_mistake_comes_back_open_with_the_error_beside_the_field(send, open_ticket, verb, fields):
    ticket = open_ticket()
    before = Event.objects.filter(ticket=ticket).count()
    response = send(verb, ticket, **fields)
    assert response.status_code == 422
    assert error(response.text)
    assert "autofocus" in response.text
    assert Event.objects.filter(ticket=ticket).count() == before


def test_a_priority_that_does_not_exist_changes_nothing(send, open_ticket):
    ticket = open_ticket(priority="low")
    assert send("prioritize", ticket, priority="purple").status_code == 422
    ticket.refresh_from_db()
    assert ticket.priority == Priority.LOW


def test_a_reopening_without_reason_comes_back_too(send, cast, open_ticket, at):
    ticket = cancel_ticket(ticket=open_ticket(), reason="doublon", by=cast.technician, at=at)
    assert send("reopen", ticket).status_code == 422


REFUSED: list[tuple[str, Callable[..., Ticket], str]] = [
    ("close", lambda ticket, **_who: ticket, "it cannot become “Closed”"),
    ("take", lambda ticket, **who: resolve_ticket(ticket=ticket, solution="x", **who), "reopen it first"),
    ("schedule", lambda ticket, **who: cancel_ticket(ticket=ticket, reason="x", **who), "reopen it first"),
]


@pytest.mark.parametrize(("verb", "before", "sentence"), REFUSED, ids=[verb for verb, *_rest in REFUSED])
def test_what_cannot_be_done_now_is_said_on_the_page_one_came_from(send, cast, open_ticket, at, verb, before, sentence):
    ticket = before(open_ticket(), by=cast.technician, at=at)
    response = send(verb, ticket)
    assert (response.status_code, response.url) == (302, f"http://testserver/tickets/{ticket.number}/")
    assert sentence in said(response)[0]


def test_two_clicks_on_resume_are_one(send, cast, open_ticket, at):
    ticket = wait_for(ticket=open_ticket(), status=Status.WAITING_CLIENT, reason="x", by=cast.technician, at=at)
    send("resume", ticket)
    send("resume", ticket)
    assert Event.objects.filter(ticket=ticket, kind="resumed").count() == 1


def test_a_verb_is_no_page(client, cast, open_ticket):
    client.force_login(cast.technician)
    assert client.get(f"/tickets/{open_ticket().number}/take/").status_code == 405
