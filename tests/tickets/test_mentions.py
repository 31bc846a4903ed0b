"""Mentions: who of the house is named in a text, is told, and stands out; the client reads plain text."""

from __future__ import annotations

import pytest

from helpdesk.templatetags.markdown import markdown
from tickets.actions.note import add_note
from tickets.actions.reply import receive_reply, reply_to_ticket
from tickets.choices import NoticeKind, Source
from tickets.mentions import mentions
from tickets.models import Notice, User, Watcher
from tickets.presentation.conversation import conversation

HOUSE = ["Marie", "Marie Duval", "Jean-Luc", "Zoé"]


def named(text: str) -> list[str]:
    return [mention.name for mention in mentions(text, HOUSE)]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("@Marie regarde", ["Marie"]),
        ("@Marie Duval regarde", ["Marie Duval"]),
        ("@Marie Dupont regarde", ["Marie"]),
        ("@marie, @ZOÉ.", ["Marie", "Zoé"]),
        ("vu avec @Jean-Luc", ["Jean-Luc"]),
        ("(@Zoé)", ["Zoé"]),
        ("@Mar", []),
        ("@Mariette", []),
        ("marie@marie.example.org", []),
        ("@@Marie", []),
        ("Marie", []),
        ("@inconnu", []),
    ],
)
def test_the_longest_name_that_stands_there_is_meant(text, names):
    assert named(text) == names


def test_a_mention_knows_its_place():
    text = "Vu, @Marie Duval !"
    (mention,) = mentions(text, HOUSE)
    assert text[mention.start : mention.end] == "@Marie Duval"


def test_a_name_stands_out_but_not_in_code_and_a_link():
    assert markdown("@Marie `@Marie`", HOUSE) == ('<p><b class="mention">@Marie</b> <code>@Marie</code></p>\n')
    assert "mention" not in markdown("@Marie", [])
    assert '<b class="mention">@Marie</b>' in markdown("**vu @Marie**", HOUSE)


def test_nobody_can_make_a_mention_of_html():
    assert "<b" not in markdown('<b class="mention">@Marie</b>', [])


def test_who_is_named_in_a_note_is_told_and_watches(cast, open_ticket, at):
    ticket = open_ticket()
    message = add_note(ticket=ticket, body="@Manager, un avis ?", by=cast.technician, at=at)
    notice = Notice.objects.get(user=cast.manager)
    assert (notice.kind, notice.ticket, notice.key) == (NoticeKind.MENTIONED, ticket, f"message:{message.pk}")
    assert notice.text == "@Manager, un avis ?"
    assert [watcher.user for watcher in ticket.watchers.all()] == [cast.manager]


def test_who_is_named_in_a_reply_is_told_and_does_not_watch(cast, open_ticket, at):
    ticket = open_ticket()
    reply_to_ticket(ticket=ticket, body="@Manager vous rappelle.", by=cast.technician, at=at)
    assert Notice.objects.get(user=cast.manager).kind == NoticeKind.MENTIONED
    assert not ticket.watchers.exists()


def test_a_watcher_who_is_named_is_told_once(cast, open_ticket, at):
    ticket = open_ticket()
    Watcher.objects.create(ticket=ticket, user=cast.manager)
    add_note(ticket=ticket, body="@Manager ?", by=cast.technician, at=at)
    assert [notice.kind for notice in Notice.objects.filter(user=cast.manager)] == [NoticeKind.MENTIONED]


def test_nobody_is_told_of_what_they_wrote_and_nobody_who_left(cast, open_ticket, at):
    User.objects.filter(pk=cast.manager.pk).update(is_active=False)
    add_note(ticket=open_ticket(), body="@Technician @Manager", by=cast.technician, at=at)
    assert not Notice.objects.filter(kind=NoticeKind.MENTIONED).exists()


def test_a_client_mentions_nobody(cast, open_ticket, at):
    machine = User.objects.automation()
    receive_reply(ticket=open_ticket(), contact=cast.contact, body="@Manager !", source=Source.EMAIL, by=machine, at=at)
    assert not Notice.objects.filter(kind=NoticeKind.MENTIONED).exists()


def test_it_stands_out_for_the_house_and_is_plain_text_for_the_client(cast, open_ticket, at):
    ticket = open_ticket()
    reply_to_ticket(ticket=ticket, body="@Manager vous rappelle.", by=cast.technician, at=at)
    bodies = [conversation(ticket, person, at)["conversation"][-1]["body"] for person in (cast.operator, cast.client)]
    assert bodies == [
        '<p><b class="mention">@Manager</b> vous rappelle.</p>\n',
        "<p>@Manager vous rappelle.</p>\n",
    ]
