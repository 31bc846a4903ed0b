"""The letterhead: who the house is, on paper."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from administration.models import SettingChange
from tickets.models import Letterhead

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 64
JPEG = b"\xff\xd8\xff\xe0" + b"\0" * 64
HOUSE = {"name": "Exemple Informatique", "address": "1 rue de l’Exemple\n13000 Marseille", "phone": "04 65 71 00 10"}


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def administrator(client, cast):
    client.force_login(cast.administrator)
    return client


def logo(content: bytes = PNG, name: str = "logo.png") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="image/png")


def test_numbers_are_kept_in_e164_and_shown_as_they_are_read(administrator):
    assert administrator.post(reverse("letterhead"), HOUSE).status_code == 302
    assert Letterhead.of_the_house().phone == "+33465710010"
    assert "04\N{NO-BREAK SPACE}65" in administrator.get(reverse("letterhead")).content.decode()


def test_the_first_is_logged_as_new_and_the_next_with_before_and_after(administrator):
    administrator.post(reverse("letterhead"), HOUSE)
    administrator.post(reverse("letterhead"), {**HOUSE, "name": "Exemple Télécom"})
    changed, created = SettingChange.objects.all()
    assert (created.verb, changed.verb) == ("created", "changed")
    assert (changed.before["name"], changed.after["name"]) == ("Exemple Informatique", "Exemple Télécom")


def test_a_wrong_number_is_named_and_nothing_typed_is_lost(administrator):
    answer = administrator.post(reverse("letterhead"), {**HOUSE, "phone": "04 65"})
    assert answer.status_code == 422
    assert "short or incomplete" in answer.content.decode()
    assert "1 rue de l’Exemple" in answer.content.decode()
    assert not Letterhead.objects.exists()


@pytest.mark.parametrize(("content", "kind"), [(PNG, "image/png"), (JPEG, "image/jpeg")])
def test_the_logo_is_told_by_its_first_bytes(administrator, cast, client, content, kind):
    administrator.post(reverse("letterhead"), {**HOUSE, "logo": logo(content, "anything.svg")})
    client.force_login(cast.client)
    answer = client.get(reverse("letterhead_logo"))
    assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == (kind, "nosniff")
    assert "sandbox" in answer["Content-Security-Policy"]
    assert b"".join(answer.streaming_content) == content


@pytest.mark.parametrize("content", [b"<svg onload='alert(1)'/>", b"GIF89a" + b"\0" * 20, b""])
def test_what_is_no_png_or_jpeg_is_refused(administrator, content):
    answer = administrator.post(reverse("letterhead"), {**HOUSE, "logo": logo(content)})
    assert answer.status_code == 422
    assert Letterhead.of_the_house().name == ""


def test_a_logo_has_at_most_512_kilobytes(administrator):
    large = logo(PNG + b"\0" * 512 * 1024)
    answer = administrator.post(reverse("letterhead"), {**HOUSE, "logo": large})
    assert answer.status_code == 422
    assert "larger than 512 kB" in answer.content.decode()


def test_a_new_logo_takes_the_place_of_the_old_one(administrator, media, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        administrator.post(reverse("letterhead"), {**HOUSE, "logo": logo()})
        administrator.post(reverse("letterhead"), {**HOUSE, "logo": logo(JPEG)})
    assert [path.suffix for path in (media / "letterhead").iterdir()] == [".jpg"]


def test_the_logo_can_be_taken_away(administrator, media, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        administrator.post(reverse("letterhead"), {**HOUSE, "logo": logo()})
        administrator.post(reverse("letterhead"), {**HOUSE, "drops_logo": "on"})
    assert list((media / "letterhead").iterdir()) == []
    assert administrator.get(reverse("letterhead_logo")).status_code == 404


def test_the_compliance_sheet_has_it_at_its_head(administrator, open_ticket):
    open_ticket()
    administrator.post(reverse("letterhead"), {**HOUSE, "logo": logo()})
    period = {"from": "2026-01-01", "to": "2026-12-31"}
    page = administrator.get(reverse("compliance"), period).content.decode()
    assert "Exemple Informatique" in page
    assert reverse("letterhead_logo") in page
