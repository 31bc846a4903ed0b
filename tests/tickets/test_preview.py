"""Preview: how a text will read, by the filter of the conversation, with all that was typed kept."""

from __future__ import annotations

import pytest

from tickets.models import User


@pytest.fixture
def preview(client, cast, open_ticket):
    User.objects.filter(pk=cast.technician.pk).update(language="en")
    client.force_login(cast.technician)
    ticket = open_ticket()

    def shown(*, script: bool = True, **fields: object):
        headers = {"HX-Request": "true"} if script else {}
        answer = client.post(f"/tickets/{ticket.number}/preview/", {"kind": "reply", **fields}, headers=headers)
        assert not ticket.messages.filter(kind__in=("reply", "note")).exists()
        return answer

    return shown


def test_it_is_rendered_as_in_the_conversation(preview):
    text = preview(body="**Important** @Manager\n<script>alert(1)</script>").text
    assert "<strong>Important</strong>" in text
    assert '<b class="mention">@Manager</b>' in text
    assert "<script" not in text
    assert "<form" not in text


def test_an_empty_text_says_that_there_is_nothing(preview):
    assert "There is nothing to preview yet." in preview(body="").text


@pytest.mark.parametrize("kind", ["reply", "note", "call"])
def test_without_a_script_the_page_comes_back_with_text_and_preview(preview, kind):
    answer = preview(script=False, kind=kind, body="**gras** et suite")
    assert answer.status_code == 200
    assert "**gras** et suite</textarea>" in answer.text
    assert "<strong>gras</strong> et suite" in answer.text
    assert f'value="{kind}"' in answer.text
    assert "field-error" not in answer.text


def test_what_else_was_typed_is_kept_too(preview):
    page = preview(script=False, kind="call", body="Rappelé", minutes="12").text
    assert 'value="12"' in page
    page = preview(script=False, body="Alors", reason="une photo").text
    assert 'value="une photo"' in page
