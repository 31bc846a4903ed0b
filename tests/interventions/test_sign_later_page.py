"""The page behind a link to sign: whoever has the link reads and signs, once, without signing in."""

from __future__ import annotations

import datetime as dt
import itertools
import uuid

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.test import Client

from interventions.actions.correct import correct_slip
from interventions.actions.sign import sign_slip
from interventions.actions.sign_later import ask_to_sign_later
from interventions.choices import SignatureKind
from interventions.models import Photo, Signature, SigningLink
from interventions.signing import Given

pytestmark = pytest.mark.django_db
TYPED = {"kind": "typed", "surname": "Martin", "first_name": "Nadia"}
# Who tries too much is slowed down by address: each test has its own.
ADDRESSES = itertools.count(1)
SECRETS = ("2026-0001", "Onduleur", "Tamarins", "Nadia", "Câble")


@pytest.fixture
def slip(visited, cast, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    cast.contact.language = "en"
    cast.contact.save()
    return visited()


@pytest.fixture
def ask(cast, at):
    return lambda slip: ask_to_sign_later(
        intervention=slip.intervention, contact=cast.contact, by=cast.technician, at=at
    )


@pytest.fixture
def visit(at):
    """`visit(address, fields?, days=0)`: as nobody, from an address of the test's own, so many days later."""
    whence = f"198.51.100.{next(ADDRESSES)}"

    def visited(address, fields=None, days=0):
        client = Client(headers={"accept-language": "en"}, REMOTE_ADDR=whence)
        with time_machine.travel(at + dt.timedelta(days=days), tick=False):
            return client.post(address, fields) if fields is not None else client.get(address)

    return visited


def test_the_page_shows_the_whole_slip_and_the_way_to_sign(slip, ask, visit):
    answer = visit(ask(slip))
    html = answer.content.decode()
    assert answer.status_code == 200
    for text in (
        *SECRETS,
        "Onduleur remplacé",
        "0.5 m",
        "Technician",
        "12 October 2026, 9:00",
        'name="strokes"',
        "slip.pdf",
    ):
        assert text in html
    assert "no-store" in answer.headers["Cache-Control"]
    assert not Signature.objects.exists()


def test_the_page_speaks_the_language_of_the_contact(slip, ask, visit, cast):
    address = ask(slip)
    cast.contact.language = "fr"
    cast.contact.save()
    assert visit(address).headers["Content-Language"] == "fr"


def test_who_signs_is_thanked_and_the_link_is_used(slip, ask, visit):
    address = ask(slip)
    answer = visit(address, TYPED)
    assert (answer.status_code, Signature.objects.get().surname) == (302, "Martin")
    thanks = visit(answer.url)
    assert thanks.status_code == 200
    assert "Thank you" in thanks.content.decode()
    used = visit(address)
    assert used.status_code == 410
    assert "signed already" in used.content.decode()
    again = visit(address, {**TYPED, "surname": "Durand"})
    assert (again.status_code, Signature.objects.count()) == (410, 1)
    for page in (thanks, used, again):
        assert not [secret for secret in SECRETS if secret in page.content.decode()]


def test_what_is_wrong_is_said_and_what_was_typed_stays(slip, ask, visit):
    answer = visit(ask(slip), {"kind": "drawn", "surname": "Martin", "quality": "Gérante", "strokes": "[]"})
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "Nothing is drawn" in html
    assert 'value="Gérante"' in html
    assert SigningLink.objects.get().used_at is None


@pytest.mark.parametrize("kind", ["refused", "absent", "stamp", "paper", ""])
def test_other_ways_to_sign_are_not_offered(slip, ask, visit, kind):
    assert visit(ask(slip), {**TYPED, "kind": kind, "reason": "Non"}).status_code == 422
    assert not Signature.objects.exists()


def test_a_link_that_is_too_old_says_so_and_nothing_else(slip, ask, visit):
    answer = visit(ask(slip), days=30)
    assert (answer.status_code, "too old" in answer.content.decode()) == (410, True)
    assert not [secret for secret in SECRETS if secret in answer.content.decode()]
    assert visit(ask(slip), TYPED, days=31).status_code == 410
    assert not Signature.objects.exists()


def test_a_link_to_what_was_corrected_since_says_so_and_nothing_else(slip, ask, visit, cast, at):
    address = ask(slip)
    correct_slip(intervention=slip.intervention, reason="Deux câbles", by=cast.technician, at=at)
    answer = visit(address, TYPED)
    assert (answer.status_code, "corrected since" in answer.content.decode()) == (410, True)
    assert not [secret for secret in SECRETS if secret in answer.content.decode()]


def test_the_link_of_a_new_version_says_what_changed(slip, ask, visit, cast, at):
    given = Given(SignatureKind.TYPED, surname="Martin")
    sign_slip(intervention=slip.intervention, given=given, by=cast.technician, at=at)
    correct_slip(intervention=slip.intervention, reason="Deux câbles", by=cast.technician, at=at)
    slip.supplies.update(quantity=2)
    html = visit(ask(slip)).content.decode()
    for text in ("Deux câbles", "0.5 m × Câble (C13)", "2 m × Câble (C13)"):
        assert text in html


@pytest.mark.parametrize("token", ["no-token", "é", "x" * 500, "..", "%00"])
def test_an_unknown_link_says_no_more_than_that(slip, ask, visit, token):
    ask(slip)
    answer = visit(f"/sign/{token}/")
    assert answer.status_code == 404
    assert visit(f"/sign/{token}/slip.pdf").status_code == 404
    assert not [secret for secret in SECRETS if secret in answer.content.decode()]


def test_who_tries_links_is_slowed_down(visit, db):
    answers = {visit("/sign/no-token/").status_code for _time in range(40)}
    assert answers == {404, 429}


def test_a_phone_reads_the_paper_and_the_photos_by_the_same_link_while_it_is_good(slip, ask, visit, cast, at):
    photo, other = (
        Photo(slip=slip, caption="avant", content_type="image/jpeg", size=1, digest="d", taken_at=at) for _n in range(2)
    )
    photo.file.save("a", ContentFile(b"\xff\xd8\xff"))
    address = ask(slip)
    other.file.save("b", ContentFile(b"\xff\xd8\xff"))
    picture = f"{address}photos/{photo.key}/"
    assert picture.split("/", 3)[3] in visit(address).content.decode()
    assert b"".join(visit(picture).streaming_content) == b"\xff\xd8\xff"
    for key in (other.key, uuid.uuid4()):
        assert visit(f"{address}photos/{key}/").status_code == 404
    paper = visit(f"{address}slip.pdf")
    assert (paper.status_code, paper.content[:5]) == (200, b"%PDF-")
    visit(address, TYPED)
    assert visit(picture).status_code == visit(f"{address}slip.pdf").status_code == 404


def test_a_form_from_elsewhere_does_not_sign(slip, ask, at):
    client = Client(enforce_csrf_checks=True)
    with time_machine.travel(at, tick=False):
        assert client.post(ask(slip), TYPED).status_code == 403
    assert not Signature.objects.exists()
