"""The page of one ticket: what the house reads there, and what the requester does not."""

from __future__ import annotations

import datetime as dt
import re

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.forms import model_to_dict

from sla.choices import Priority
from tickets.actions.call import log_call
from tickets.actions.link import link_tickets
from tickets.actions.merge import merge_ticket
from tickets.actions.note import add_note
from tickets.actions.prioritize import change_priority
from tickets.actions.reply import reply_to_ticket
from tickets.actions.resolve import resolve_ticket
from tickets.actions.route import route_ticket
from tickets.actions.time import log_time
from tickets.actions.wait import wait_for
from tickets.choices import Kind, LinkKind, MessageKind, Status
from tickets.models import Link, Message, Queue, Ticket, WorkType
from tickets.seeds import TELECOM

HOUR = dt.timedelta(hours=1)
# Of the whole page for a technician: session, rail, ticket, conversation, composer, side.
QUERIES = 18


@pytest.fixture
def read(client, cast, at):
    """`read(ticket, by=..., at=...)`: the page of a ticket as somebody sees it at an instant, in English; clients are
    led to the portal.
    """

    def page(ticket, *, by=cast.technician, at=at + HOUR, path="") -> str:
        type(by).objects.filter(pk=by.pk).update(language="en")
        client.force_login(by)
        with time_machine.travel(at, tick=False):
            return client.get(f"/tickets/{ticket.number}/{path}", follow=True).text

    return page


def offered(page: str) -> set[str]:
    """The verbs that can be sent from this page, or whose form it opens."""
    sent = set(re.findall(r'action="/tickets/\d+/(\w+)/"', page))
    return (
        sent | set(re.findall(r'href="/tickets/\d+/\?edit=(\w+)"', page)) | set(re.findall(r"/(merge)/preview/", page))
    )


def words(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page)).replace("\N{NO-BREAK SPACE}", " ")


def test_the_house_is_offered_every_verb_that_makes_sense(read, open_ticket):
    values = {
        "title", "priority", "queue", "technician", "account", "kind", "issue", "work", "guarantee", "external",
        "description",
    }  # fmt: skip
    said = {"reply", "note", "call", "watch", "copy"}
    verbs = {
        "take", "wait", "resolve", "schedule", "merge", "split", "cancel", "announce", "problem", "time",
        "timer_start", "link",
    }  # fmt: skip
    assert values | said | verbs <= offered(read(open_ticket()))


def test_what_is_refused_stays_visible_with_its_reason(read, open_ticket):
    page = read(open_ticket())
    assert "close" not in offered(page)
    assert "This ticket is “Assigned”: it cannot become “Closed”." in words(page)


def test_a_resolved_ticket_can_be_closed_or_reopened_but_not_resolved(read, cast, open_ticket, at):
    ticket = resolve_ticket(ticket=open_ticket(), solution="Câble rebranché.", by=cast.technician, at=at)
    page = read(ticket)
    assert {"close", "reopen"} <= offered(page)
    assert not {"resolve", "take", "wait", "priority"} & offered(page)


@pytest.mark.parametrize("person", ["client", "partner"])
def test_requester_and_partner_read_it_without_a_tool_of_the_house(read, cast, open_ticket, at, person):
    page = read(open_ticket(), by=getattr(cast, person))
    assert offered(page) <= {"reply", "close", "reopen", "cancel", "escalate"}
    assert f"/tickets/{Ticket.objects.get().number}/note/" not in page
    assert "Imprimante hors ligne" in page


def test_an_internal_note_is_for_the_house_alone(read, cast, open_ticket, at):
    ticket = open_ticket()
    add_note(ticket=ticket, body="Client pénible", by=cast.technician, at=at)
    assert 'data-kind="note"' in read(ticket)
    for person in (cast.client, cast.partner):
        assert "Client pénible" not in read(ticket, by=person)


def test_why_a_ticket_waits_is_for_the_house_alone(read, cast, open_ticket, at):
    ticket = open_ticket()
    wait_for(ticket=ticket, status=Status.WAITING_CLIENT, reason="ne répond jamais", by=cast.technician, at=at)
    assert "ne répond jamais" in read(ticket)
    assert "ne répond jamais" not in re.sub(
        r"<section><h2>Escalation.*?</section>", "", read(ticket, by=cast.client), flags=re.S
    )


def test_the_client_reads_no_change_of_our_fields_and_no_level_of_our_ladder(read, cast, open_ticket, at):
    ticket = open_ticket()
    change_priority(ticket=ticket, priority=Priority.HIGH, by=cast.technician, at=at)
    route_ticket(ticket=ticket, queue=Queue.objects.get(name=TELECOM), level=None, by=cast.technician, at=at)
    log_time(ticket=ticket, minutes=85, work_type=WorkType.objects.first(), by=cast.technician, at=at)
    page = read(ticket, by=cast.client)
    assert "changed the priority" not in page
    assert TELECOM not in page
    assert "logged time" not in page
    assert "clock-level" not in page


def test_the_conversation_is_in_the_order_of_time(read, cast, open_ticket, at):
    ticket = open_ticket(description="Rien ne s'imprime.")
    reply_to_ticket(ticket=ticket, body="Est-elle allumée ?", by=cast.technician, at=at + HOUR / 4)
    log_call(
        ticket=ticket, body="Elle est éteinte.", with_requester=True, seconds=240, by=cast.technician, at=at + HOUR / 2
    )
    page = words(read(ticket))
    said = ["Rien ne s&#x27;imprime.", "Est-elle allumée ?", "Call by Technician, 4 min", "Elle est éteinte."]
    places = [page.replace("'", "&#x27;").index(each) for each in said]
    assert places == sorted(places)


def test_changes_in_a_row_are_folded_into_one_line(read, cast, open_ticket, at):
    ticket = open_ticket()
    for priority in (Priority.HIGH, Priority.LOW, Priority.MEDIUM):
        change_priority(ticket=ticket, priority=priority, by=cast.technician, at=at)
    page = read(ticket)
    assert "3 changes" in page
    # Each in the fold, and the newest on its line.
    assert page.count("changed the priority") == 4


def test_a_message_is_rendered_and_nothing_in_it_runs(read, cast, open_ticket, at):
    ticket = open_ticket()
    body = "**Important**\n<script>alert(1)</script> [ici](javascript:alert(1)) ![x](https://spy.example.org/x.png)"
    reply_to_ticket(ticket=ticket, body=body, by=cast.technician, at=at)
    entry = re.findall(r'<div class="entry-body">(.*?)</div>', read(ticket), re.S)[-1]
    assert "<strong>Important</strong>" in entry
    assert "<script" not in entry
    assert 'href="javascript' not in entry
    assert "<img" not in entry


def test_both_promises_are_explained_line_by_line(read, open_ticket):
    page = words(read(open_ticket(priority="high")))
    assert "Why 12:00 ?" in page
    assert "start, priority High, promise 2 h" in page
    assert "lunch break" in page


def test_each_promise_has_an_address_of_its_own(read, open_ticket):
    ticket = open_ticket(priority="high")
    page = words(read(ticket, path="clocks/resolution/"))
    assert "start, priority High, promise 8 h" in page
    assert "closed for the night" in page


def test_a_ticket_without_contract_promises_nothing_and_says_so(read, cast, open_ticket):
    ticket = open_ticket(account=cast.other, contact=None)
    cast.other.contracts.all().delete()
    ticket = open_ticket(account=cast.other, contact=None)
    assert "no promise" in read(ticket)


def test_time_spent_and_linked_tickets_stand_beside(read, cast, open_ticket, at):
    ticket, other = open_ticket(), open_ticket(title="Le même")
    log_time(ticket=ticket, minutes=85, work_type=WorkType.objects.first(), by=cast.technician, at=at)
    link_tickets(ticket=ticket, other=other, kind=LinkKind.DUPLICATE, by=cast.technician, at=at)
    page = words(read(ticket))
    assert "1 h 25" in page
    assert f"{other.number} Le même Duplicate of Assigned" in page
    assert f"{ticket.number} Imprimante hors ligne Duplicated by Assigned" in words(read(other))


def test_the_ladder_says_when_each_level_is_told(read, open_ticket):
    page = words(read(open_ticket(priority="high")))
    assert "First response ·" in page
    assert "13:00" not in page
    assert "14:30" in page


def test_what_somebody_typed_is_never_read_as_html(read, cast, open_ticket, at):
    ticket = open_ticket(title="<b>gras</b>")
    wait_for(ticket=ticket, status=Status.WAITING_CLIENT, reason="<i>x</i>", by=cast.technician, at=at)
    page = read(ticket)
    assert "<b>gras</b>" not in page
    assert "<i>x</i>" not in page


def test_ids_are_used_once(read, open_ticket):
    ids = re.findall(r'\sid="([^"]+)"', read(open_ticket()))
    assert sorted(ids) == sorted(set(ids))


def test_a_file_is_always_a_download(client, cast, open_ticket, at, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    ticket = open_ticket()
    file = SimpleUploadedFile("page.html", b"<script>alert(1)</script>", "text/html")
    message = reply_to_ticket(ticket=ticket, body="Voici", attachments=[file], by=cast.technician, at=at)
    client.force_login(cast.client)
    response = client.get(f"/attachments/{message.attachments.get().pk}/")
    assert b"".join(response.streaming_content) == b"<script>alert(1)</script>"
    assert response.headers["Content-Disposition"] == 'attachment; filename="page.html"'
    assert response.headers["Content-Type"] == "application/octet-stream"
    assert response.headers["X-Content-Type-Options"] == "nosniff"


def test_the_file_of_a_note_does_not_exist_for_the_client(client, cast, open_ticket, at, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    file = SimpleUploadedFile("interne.txt", b"secret")
    note = add_note(ticket=open_ticket(), body="Interne", attachments=[file], by=cast.technician, at=at)
    client.force_login(cast.client)
    assert client.get(f"/attachments/{note.attachments.get().pk}/").status_code == 404


@pytest.mark.parametrize("many", [1, 10, 100])
def test_the_number_of_queries_does_not_grow_with_what_belongs_to_it(
    client, cast, open_ticket, at, many, django_assert_num_queries
):
    ticket, other = open_ticket(kind=Kind.PROBLEM), open_ticket()
    values = model_to_dict(other, exclude=["number"]) | {"opened_by": cast.operator}
    row = {name: getattr(other, f"{name}_id", value) for name, value in values.items()}
    row = {other._meta.get_field(name).attname: value for name, value in row.items()} | {
        "opened_by_id": cast.operator.pk
    }
    linked = Ticket.objects.bulk_create(Ticket(**row) for _ in range(many))
    Link.objects.bulk_create(Link(ticket=each, other=ticket, kind=LinkKind.PROBLEM) for each in linked)
    Message.objects.bulk_create(
        Message(ticket=ticket, kind=MessageKind.REPLY, author=cast.technician, body=f"Message {number}", at=at)
        for number in range(many)
    )
    for _ in range(2):
        log_time(ticket=ticket, minutes=5, work_type=WorkType.objects.first(), by=cast.technician, at=at)
    client.force_login(cast.technician)
    with time_machine.travel(at + HOUR, tick=False), django_assert_num_queries(QUERIES):
        client.get(f"/tickets/{ticket.number}/")


def test_a_client_reads_where_a_merged_ticket_goes_on_but_not_its_title(read, cast, open_ticket, at):
    ticket, into = open_ticket(), open_ticket(title="Litige en cours", contact=cast.colleague.contact)
    merge_ticket(ticket=ticket, into=into, by=cast.technician, at=at)
    page = words(read(ticket, by=cast.client))
    assert f"merged the ticket into {into.number}" in page
    assert "Litige en cours" not in page
