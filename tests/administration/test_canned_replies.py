"""Canned replies: variables that exist, a preview, and a log."""

from __future__ import annotations

import pytest
from django.urls import reverse

from administration.actions.canned_replies import CannedReplyPlan, create_canned_reply, remove_canned_reply
from administration.models import SettingChange
from tickets.models import CannedReply
from tickets.refusal import ActionRefused


@pytest.fixture
def reply(db: None) -> CannedReply:
    return CannedReply.objects.get(name="Prise en charge")


def test_a_canned_reply_is_saved_with_its_variables(client, cast, reply):
    client.force_login(cast.administrator)
    body = "Bonjour {contact},\n\nVotre ticket {number} avance."
    sent = {"name": reply.name, "body": body}
    assert client.post(reverse("canned_reply_edit", args=[reply.pk]), sent).status_code == 302
    reply.refresh_from_db()
    assert "{contact}" in reply.body
    assert SettingChange.objects.get().after["body"] == reply.body


@pytest.mark.parametrize("place", ["{contcat}", "{{ contact }}", "{Contact}"])
def test_what_is_no_variable_is_named_and_nothing_typed_is_lost(client, cast, reply, place):
    client.force_login(cast.administrator)
    answer = client.post(
        reverse("canned_reply_edit", args=[reply.pk]), {"name": "Nouveau nom", "body": f"Cher {place}"}
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert f"{place} is no variable" in page
    assert "Nouveau nom" in page
    reply.refresh_from_db()
    assert place not in reply.body


def test_the_preview_shows_the_words_of_a_ticket_and_saves_nothing(client, cast, reply, open_ticket):
    ticket = open_ticket()
    client.force_login(cast.administrator)
    sent = {"name": reply.name, "body": "Bonjour {contact}, ticket {number}.", "preview": "1"}
    answer = client.post(reverse("canned_reply_edit", args=[reply.pk]), sent)
    assert f"Bonjour Nadia, ticket {ticket.number}." in answer.content.decode()
    reply.refresh_from_db()
    assert "{contact}" not in reply.body


def test_names_are_given_once(cast, reply, at):
    with pytest.raises(ActionRefused, match="exist"):
        create_canned_reply(plan=CannedReplyPlan(name=reply.name, body="x"), by=cast.administrator, at=at)


def test_what_is_removed_is_kept_in_the_log(cast, reply, at):
    remove_canned_reply(reply=reply, by=cast.administrator, at=at)
    assert not CannedReply.objects.filter(name="Prise en charge").exists()
    change = SettingChange.objects.get()
    assert (change.verb, change.before["name"], change.after) == ("removed", "Prise en charge", {})
    assert "prise en charge" in change.before["body"]


def test_nobody_but_an_administrator_changes_them(cast, reply, at):
    with pytest.raises(ActionRefused):
        remove_canned_reply(reply=reply, by=cast.manager, at=at)
