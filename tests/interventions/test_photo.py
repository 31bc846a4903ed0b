"""Photos of a slip: pictures alone, each once, shown to whom the slip is shown."""

from __future__ import annotations

import hashlib
import uuid
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from interventions.actions.arrive import start_intervention
from interventions.actions.correct import correct_slip
from interventions.actions.freeze import freeze_slip
from interventions.actions.photo import MOST_BYTES, MOST_PHOTOS, PhotoTaken, add_photo, remove_photo
from interventions.models import Intervention, Photo, Slip
from interventions.permissions import visible_photos
from tests import factories
from tests.interventions.conftest import HOUR
from tickets.choices import Role
from tickets.refusal import ActionRefused

pytestmark = pytest.mark.django_db
JPEG, PNG = b"\xff\xd8\xff\xe0 jpeg", b"\x89PNG\r\n\x1a\n png"


@pytest.fixture(autouse=True)
def media(settings, tmp_path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def here(plan, cast) -> Intervention:
    """A visit where the technician is."""
    visit = plan()
    start_intervention(intervention=visit, by=cast.technician, at=visit.starts_at)
    return visit


@pytest.fixture
def add(here, cast):
    def added(content: bytes = JPEG, *, by=cast.technician, visit=here, **given: object) -> Photo:
        taken = PhotoTaken(ContentFile(content, "IMG_1.jpg"), **given)
        return add_photo(intervention=visit, photo=taken, by=by, at=here.starts_at + HOUR)

    return added


def files(folder: Path) -> list[str]:
    return [path.name for path in folder.rglob("*") if path.is_file()]


def test_a_photo_is_kept_as_it_came_under_a_name_that_says_nothing(add, media, here):
    photo = add(PNG, caption=" onduleur, avant ")
    assert (photo.caption, photo.content_type, photo.size) == ("onduleur, avant", "image/png", len(PNG))
    assert photo.digest == hashlib.sha256(PNG).hexdigest()
    assert photo.taken_at == here.starts_at + HOUR
    (name,) = files(media)
    assert (media / photo.file.name).read_bytes() == PNG
    assert uuid.UUID(name)
    assert Slip.objects.get().revision == 2


@pytest.mark.parametrize("content", [b"<svg onload=alert(1)>", b"%PDF-1.7", b"MZ", b"<html>"])
def test_what_is_no_picture_by_its_first_bytes_is_refused(add, media, content):
    with pytest.raises(ActionRefused, match="This is no picture"):
        add(content)
    assert (Photo.objects.count(), files(media)) == (0, [])


def test_a_photo_that_is_empty_or_too_large_is_refused(add, here, cast):
    with pytest.raises(ActionRefused, match="empty"):
        add(b"")
    with pytest.raises(ActionRefused, match="at most 10"):
        add(JPEG + b"x" * MOST_BYTES)


def test_a_slip_has_twenty_photos_at_most(add, cast, here):
    photos = [add() for _ in range(MOST_PHOTOS)]
    with pytest.raises(ActionRefused, match="no more fit"):
        add()
    remove_photo(photo=photos[0], by=cast.technician, at=here.starts_at + HOUR)
    assert add().pk


def test_a_photo_sent_twice_is_one(add, media):
    key = uuid.uuid4()
    assert add(key=key).pk == add(key=key).pk
    assert len(files(media)) == 1


def test_a_photo_is_taken_on_site_by_who_is_sent(add, plan):
    with pytest.raises(ActionRefused, match="Nobody has arrived"):
        add(visit=plan(despite=True))
    with pytest.raises(ActionRefused, match="Only who is sent"):
        add(by=factories.user("loïc", Role.TECHNICIAN))


def test_a_slip_that_is_frozen_keeps_its_photos(add, cast, here):
    photo = add()
    Slip.objects.update(is_frozen=True)
    for change in (add, lambda: remove_photo(photo=photo, by=cast.technician, at=here.ends_at)):
        with pytest.raises(ActionRefused, match="This slip is signed: correct it first."):
            change()


def test_a_photo_taken_off_is_gone_with_its_file(add, cast, here, media, django_capture_on_commit_callbacks):
    photo = add()
    with django_capture_on_commit_callbacks(execute=True):
        for _ in range(2):
            remove_photo(photo=photo, by=cast.technician, at=here.ends_at)
    assert (Photo.objects.count(), files(media), Slip.objects.get().revision) == (0, [], 3)


def test_a_photo_that_a_version_shows_stays_with_it(visited, cast, at, media):
    slip = visited()
    by = {"by": cast.technician, "at": at}
    photo = add_photo(intervention=slip.intervention, photo=PhotoTaken(ContentFile(JPEG, "a")), **by)
    freeze_slip(intervention=slip.intervention, **by)
    correct_slip(intervention=slip.intervention, reason="Mauvaise photo", **by)
    remove_photo(photo=photo, **by)
    photo.refresh_from_db()
    assert (photo.removed_at, len(files(media))) == (at, 1)
    assert photo.slip.versions.get().content["photos"][0]["key"] == str(photo.key)


def test_a_phone_sends_a_photo_once_and_takes_it_off_by_its_key(send, here):
    key = str(uuid.uuid4())
    taken_at = (here.starts_at - HOUR).isoformat()
    for _ in range(2):
        fields = {"photo": SimpleUploadedFile("a.jpg", JPEG, "image/jpeg"), "caption": "avant", "taken_at": taken_at}
        answer = send("photo", here, key=key, **fields).json()
    photo = Photo.objects.get()
    assert answer["photos"] == [{"key": key, "url": f"/interventions/photos/{photo.pk}/", "caption": "avant"}]
    assert photo.taken_at == here.starts_at - HOUR
    assert send("photo_remove", here, photo=key).json()["photos"] == []


def test_a_form_takes_a_photo_off_by_its_number(send, here, add):
    photo = add()
    assert send("photo_remove", here, accept="text/html", photo=str(photo.pk)).status_code == 302
    assert not Photo.objects.exists()


def test_a_photo_of_another_visit_is_not_taken_off_here(send, here, add, plan):
    photo, other = add(), plan(despite=True)
    for name in (str(photo.pk), str(photo.key), "9" * 39, "x", str(uuid.uuid4())):
        assert send("photo_remove", other, photo=name).status_code == 200
    assert list(Photo.objects.all()) == [photo]


def test_a_form_without_a_photo_is_told_so(send, here):
    response = send("photo", here)
    assert (response.status_code, list(response.json()["errors"])) == (422, ["photo"])
    response = send("photo", here, photo=SimpleUploadedFile("a.jpg", b""))
    assert (response.status_code, response.json()["sentence"]) == (409, "This photo is empty: take it again.")


def test_a_photo_is_drawn_by_the_page_and_believed_in_nothing(client, cast, add):
    client.force_login(cast.operator)
    response = client.get(reverse("photo", args=[add(PNG).pk]))
    assert response.headers["Content-Type"] == "image/png"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Content-Disposition"].startswith("inline")
    assert b"".join(response.streaming_content) == PNG


def test_a_client_sees_the_photos_of_what_was_frozen_alone(visited, cast, at):
    slip = visited()
    by = {"by": cast.technician, "at": at}

    def added() -> Photo:
        return add_photo(intervention=slip.intervention, photo=PhotoTaken(ContentFile(JPEG, "a")), **by)

    first = added()
    assert not visible_photos(cast.client).exists()
    freeze_slip(intervention=slip.intervention, **by)
    correct_slip(intervention=slip.intervention, reason="Photo oubliée", **by)
    remove_photo(photo=first, **by)
    second = added()
    assert list(visible_photos(cast.client)) == [first]
    assert set(visible_photos(cast.operator)) == {first, second}
    assert not visible_photos(cast.outsider).exists()
