"""The conversation: in the order of time, filtered by who reads it, its changes folded, however long it is."""

from __future__ import annotations

import datetime as dt
import re

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile

from escalation.actions.escalate import escalate_ticket
from sla.choices import Priority
from tickets.actions.call import log_call
from tickets.actions.copy import copy_to
from tickets.actions.note import add_note
from tickets.actions.prioritize import change_priority
from tickets.actions.reply import reply_to_ticket
from tickets.actions.wait import wait_for
from tickets.choices import MessageKind, Status
from tickets.models import Attachment, Message, User
from tickets.presentation.conversation import conversation

HOUR = dt.timedelta(hours=1)


@pytest.fixture
def talked(cast, open_ticket, at):
    """A ticket with one of everything."""
    ticket = open_ticket(description="Rien ne sort.")
    by = {"ticket": ticket, "by": cast.technician, "at": at}
    reply_to_ticket(body="Réponse publique", **by)
    add_note(body="Note interne", **by)
    log_call(body="Appel au client", with_requester=True, seconds=60, **by)
    wait_for(status=Status.WAITING_CLIENT, reason="photo", **by)
    ticket.refresh_from_db()
    return ticket


def bodies(shown) -> list[str]:
    return [re.sub(r"<[^>]+>", "", entry["body"]).strip() for entry in shown["conversation"] if "body" in entry]


def kinds(shown) -> set[str]:
    return {entry["kind"] for entry in shown["conversation"]}


def test_with_the_client_is_what_the_client_reads(cast, talked, at):
    shown = conversation(talked, cast.operator, at, show="client")
    assert bodies(shown) == ["Rien ne sort.", "Réponse publique", "Appel au client"]
    assert "event" not in kinds(shown)
    assert bodies(conversation(talked, cast.client, at)) == bodies(shown)


def test_internal_is_all_the_rest(cast, talked, at):
    shown = conversation(talked, cast.operator, at, show="internal")
    assert bodies(shown) == ["Note interne"]
    assert "event" in kinds(shown)


@pytest.mark.parametrize("show", ["", "rumour"])
def test_everything_is_shown_otherwise(cast, talked, at, show):
    shown = conversation(talked, cast.operator, at, show=show)
    assert len(bodies(shown)) == 4
    assert "event" in kinds(shown)


def test_the_filters_are_links_that_count(cast, talked, at):
    tabs = conversation(talked, cast.operator, at, show="client")["conversation_tabs"]
    assert [(tab["url"], tab["count"], tab["current"]) for tab in tabs] == [
        ("?", 4, False),
        ("?show=client", 3, True),
        ("?show=internal", 1, False),
    ]


def test_a_client_has_no_filter_and_cannot_ask_for_what_is_internal(client, cast, talked, at):
    assert conversation(talked, cast.client, at, show="internal")["conversation_tabs"] == []
    client.force_login(cast.client)
    page = client.get(f"/portal/tickets/{talked.number}/?show=internal").text
    assert "Note interne" not in page
    assert "Réponse publique" in page


def test_changes_of_fields_are_one_line_that_says_the_newest(cast, open_ticket, at):
    ticket = open_ticket(priority="low")
    for number, priority in enumerate((Priority.HIGH, Priority.MEDIUM, Priority.CRITICAL)):
        change_priority(ticket=ticket, priority=priority, by=cast.technician, at=at + number * HOUR / 6)
    copy_to(ticket=ticket, email="chef@client.example.org", by=cast.technician, at=at + HOUR)
    (fold,) = [each for each in conversation(ticket, cast.operator, at)["conversation"] if each["kind"] == "fold"]
    assert (len(fold["entries"]), fold["until"]) == (4, at + HOUR)
    assert "chef@client.example.org" in fold["latest"]


def test_a_message_or_an_escalation_ends_a_fold_and_stays_visible(cast, open_ticket, at):
    ticket = open_ticket(priority="critical")
    for priority in (Priority.HIGH, Priority.CRITICAL):
        change_priority(ticket=ticket, priority=priority, by=cast.technician, at=at)
    escalate_ticket(ticket=ticket, reason="Arrêt", by=cast.client, at=at + 5 * HOUR)
    for priority in (Priority.HIGH, Priority.CRITICAL):
        change_priority(ticket=ticket, priority=priority, by=cast.technician, at=at + 6 * HOUR)
    shown = conversation(ticket, cast.operator, at)["conversation"]
    kinds_and_tones = [(entry["kind"], entry.get("tone", "")) for entry in shown]
    assert kinds_and_tones[-3:] == [("fold", ""), ("event", "overdue"), ("fold", "")]


@pytest.mark.parametrize("show", ["", "client", "internal"])
def test_two_hundred_messages_cost_no_more_queries_than_ten(
    client, cast, open_ticket, at, show, django_assert_max_num_queries, settings, tmp_path
):
    settings.MEDIA_ROOT = tmp_path
    client.force_login(cast.technician)
    costs = []
    for many in (10, 200):
        ticket = open_ticket()
        said = [
            Message(
                ticket=ticket,
                kind=(MessageKind.REPLY, MessageKind.NOTE)[number % 2],
                author=User.objects.get(pk=(cast.technician.pk, cast.operator.pk)[number % 2]),
                body=f"Vu avec @Manager {number}",
                at=at + number * HOUR / 60,
            )
            for number in range(many)
        ]
        Attachment.objects.bulk_create(
            Attachment(
                message=message, file="2026/10/x", name="x.png", content_type="image/png", size=9, is_picture=True
            )
            for message in Message.objects.bulk_create(said)
        )
        with time_machine.travel(at + 5 * HOUR, tick=False), django_assert_max_num_queries(60) as queries:
            page = client.get(f"/tickets/{ticket.number}/", {"show": show} if show else {})
        costs.append(len(queries))
        assert page.text.count('class="mention"') == (many if not show else many // 2)
    assert costs[0] == costs[1]


def test_a_picture_is_shown_and_named(client, cast, open_ticket, at, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    picture = SimpleUploadedFile("quai 3.png", b"\x89PNG\r\n\x1a\n0000")
    add_note(ticket=(ticket := open_ticket()), body="Voir", attachments=[picture], by=cast.technician, at=at)
    client.force_login(cast.technician)
    page = client.get(f"/tickets/{ticket.number}/").text
    assert 'alt=""' in page
    assert "quai 3.png" in page
