"""What came by mail as it is shown: its own pictures in place, what it quotes folded."""

from __future__ import annotations

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse

from tests.conftest import Cast
from tickets.actions.reply import receive_reply
from tickets.choices import Source
from tickets.models import Message, User
from tickets.presentation.conversation import conversation
from tickets.presentation.mail_html import Pictures

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 24


@pytest.fixture
def message(cast: Cast, open_ticket, at, settings, tmp_path) -> Message:
    settings.MEDIA_ROOT = tmp_path
    picture, other = ContentFile(PNG, "ecran.png"), ContentFile(b"x", "journal.txt")
    picture.content_id = "un&1"
    return receive_reply(
        ticket=open_ticket(),
        contact=cast.contact,
        body="Voir",
        html='<p>Voir <img src="cid:un%261" alt="a>b"></p>',
        quoted="<p>Avant</p>",
        attachments=[picture, other],
        source=Source.EMAIL,
        by=User.objects.automation(),
        at=at,
    )


@pytest.mark.parametrize("person", ["technician", "client"])
def test_a_mail_is_shown_with_its_pictures_in_place_for_house_and_client(cast, message, at, person):
    entry = conversation(message.ticket, getattr(cast, person), at)["conversation"][-1]
    url = reverse("attachment", args=[message.attachments.get(name="ecran.png").pk])
    assert entry["body"] == f'<p>Voir <img src="{url}" alt="a&gt;b" loading="lazy" decoding="async"></p>'
    assert [file["name"] for file in entry["attachments"]] == ["journal.txt"]


def test_what_a_mail_quotes_is_folded(client, cast, message):
    client.force_login(cast.technician)
    page = client.get(reverse("ticket", args=[message.ticket_id])).content.decode()
    assert '<details class="quoted">' in page
    assert page.index('<details class="quoted">') < page.index("<p>Avant</p>")


def test_a_picture_that_is_not_there_leaves_its_words():
    assert Pictures({}).put_into('<p><img src="cid:x" alt="<b>"><img></p>') == "<p>&lt;b&gt;</p>"
