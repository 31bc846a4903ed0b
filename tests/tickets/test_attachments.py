"""Attachments: limits told by name before and after sending, pictures shown and everything else only downloaded."""

from __future__ import annotations

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tickets.actions.attachments import MOST_FILES
from tickets.actions.note import add_note
from tickets.models import User

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 20
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def technician(client, cast):
    User.objects.filter(pk=cast.technician.pk).update(language="en")
    client.force_login(cast.technician)
    return client


def attached(open_ticket, cast, at, name, content, claimed):
    file = SimpleUploadedFile(name, content, content_type=claimed)
    note = add_note(ticket=open_ticket(), body="Voir", attachments=[file], by=cast.technician, at=at)
    return note.attachments.get()


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (PNG, "image/png"),
        (b"\xff\xd8\xff\xe0" + b"\0" * 20, "image/jpeg"),
        (b"GIF89a" + b"\0" * 20, "image/gif"),
        (b"RIFF\0\0\0\0WEBPVP8 ", "image/webp"),
    ],
    ids=["png", "jpeg", "gif", "webp"],
)
def test_a_picture_is_known_by_its_bytes_whatever_it_claims(technician, cast, open_ticket, at, content, kind):
    file = attached(open_ticket, cast, at, "photo.txt", content, "text/plain")
    assert (file.is_picture, file.content_type) == (True, kind)
    assert file.file.read() == content
    answer = technician.get(f"/attachments/{file.pk}/")
    assert answer.headers["Content-Type"] == kind
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    page = technician.get(f"/tickets/{file.message.ticket_id}/").text
    assert f'<img src="/attachments/{file.pk}/"' in page


@pytest.mark.parametrize(
    ("name", "content", "claimed"),
    [
        ("dessin.svg", SVG, "image/svg+xml"),
        ("photo.png", SVG, "image/png"),
        ("photo.png", b"<html>", "image/png"),
        ("photo.bmp", b"BM" + b"\0" * 20, "image/bmp"),
        ("court.png", b"\x89PN", "image/png"),
    ],
    ids=["svg", "svg as png", "html as png", "bmp", "too short"],
)
def test_anything_else_is_a_download_and_never_drawn(technician, cast, open_ticket, at, name, content, claimed):
    file = attached(open_ticket, cast, at, name, content, claimed)
    assert file.is_picture is False
    assert technician.get(f"/attachments/{file.pk}/").headers["Content-Type"] == "application/octet-stream"
    page = technician.get(f"/tickets/{file.message.ticket_id}/").text
    assert "<img" not in page
    assert name in page


@pytest.mark.parametrize("verb", ["reply", "note"])
@pytest.mark.parametrize(
    ("files", "word"),
    [
        ([SimpleUploadedFile("vide.txt", b"")], "“vide.txt” is empty"),
        ([SimpleUploadedFile("Setup.EXE", b"x")], "“Setup.EXE” is a program"),
        ([SimpleUploadedFile("gros.bin", b"12345")], "“gros.bin” has"),
        ([SimpleUploadedFile(f"{n}.txt", b"x") for n in range(MOST_FILES + 1)], f"at most {MOST_FILES}"),
    ],
    ids=["empty", "program", "too large", "too many"],
)
def test_an_unfit_file_is_named_and_the_text_is_kept(technician, open_ticket, settings, verb, files, word):
    settings.ATTACHMENT_MAX_BYTES = 4
    ticket = open_ticket()
    for file in files:
        file.seek(0)
    answer = technician.post(f"/tickets/{ticket.number}/{verb}/", {"body": "À ne pas perdre", "attachments": files})
    assert answer.status_code == 422
    assert word in answer.text
    assert "À ne pas perdre</textarea>" in answer.text
    assert not ticket.messages.filter(body="À ne pas perdre").exists()


def test_with_a_script_only_what_is_wrong_is_answered(technician, open_ticket):
    ticket = open_ticket()
    fields = {"body": "À ne pas perdre", "attachments": [SimpleUploadedFile("vide.txt", b"")]}
    answer = technician.post(f"/tickets/{ticket.number}/reply/", fields, headers={"HX-Request": "true"})
    assert answer.status_code == 422
    assert "vide.txt" in answer.text
    assert "<form" not in answer.text


def test_the_page_knows_the_limits_of_the_server(technician, open_ticket, settings):
    settings.ATTACHMENT_MAX_BYTES = 3 * 1024 * 1024
    page = technician.get(f"/tickets/{open_ticket().number}/").text
    assert 'data-most-bytes="3145728"' in page
    assert f'data-most="{MOST_FILES}"' in page
    assert ".exe" in re.search(r'data-programs="([^"]*)"', page)[1].split()
