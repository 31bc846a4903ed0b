"""A slip in the office: what it says, its versions, and the verbs of signing, from there and from the phone."""

from __future__ import annotations

import json
import uuid

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from interventions.actions.correct import correct_slip
from interventions.actions.scan import attach_scan
from interventions.actions.sign import sign_slip
from interventions.choices import SignatureKind, State
from interventions.content import content_of
from interventions.filling import SlipSeen
from interventions.models import Intervention, Signature, SigningLink, SlipVersion
from interventions.signing import Given
from tests import factories
from tickets.choices import Role, Status
from tickets.models import OutboxMail, Ticket

pytestmark = pytest.mark.django_db
STROKES = json.dumps([[[10, 20], [30, 40], [50, 20]]])
DRAWN = {"kind": "drawn", "surname": "Martin", "first_name": "Nadia", "strokes": STROKES}
PDF = b"%PDF-1.7 scan"


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def as_(client, cast, now):
    """`as_("technician")`: a client signed in as somebody of the cast."""

    def signed_in(name):
        cast_member = getattr(cast, name)
        cast_member.language = "en"
        cast_member.save()
        client.force_login(cast_member)
        return client

    return signed_in


@pytest.fixture
def now(at):
    with time_machine.travel(at, tick=False):
        yield


@pytest.fixture
def post(as_):
    """`post(slip, "sign", DRAWN, by="technician", json=True)`."""

    def posted(slip, verb, fields, by="technician", **headers):
        url = reverse(f"slip_{verb}", args=[slip.intervention_id])
        return as_(by).post(url, fields, headers=headers)

    return posted


JSON = {"accept": "application/json"}


def page_of(client, slip):
    return client.get(reverse("slip", args=[slip.number]))


def test_a_phone_signs_and_is_told_that_the_slip_is_frozen(visited, post):
    slip = visited()
    answer = post(slip, "sign", {**DRAWN, "key": str(uuid.uuid4())}, **JSON)
    assert answer.status_code == 200
    said = answer.json()
    assert (said["state"], said["frozen"], said["number"], said["sentence"]) == (
        "signed",
        True,
        "2026-0001",
        "The slip is signed.",
    )
    assert Signature.objects.get().strokes == [[[10.0, 20.0], [30.0, 40.0], [50.0, 20.0]]]


def test_what_a_phone_sends_twice_is_signed_once(visited, post):
    slip, fields = visited(), {"kind": "absent", "reason": "Fermé", "key": str(uuid.uuid4())}
    for _time in range(2):
        assert post(slip, "sign", fields, **JSON).status_code == 200
    assert Signature.objects.count() == 1


def test_a_phone_resolves_the_ticket_in_the_same_step(visited, post):
    fields = {**DRAWN, "resolve": "on", "solution": "Onduleur remplacé"}
    assert post(visited(), "sign", fields, **JSON).status_code == 200
    assert Ticket.objects.get().status == Status.RESOLVED


@pytest.mark.parametrize(
    ("fields", "field", "sentence"),
    [
        ({}, "kind", "This field is required."),
        ({"kind": "paper", "surname": "Martin"}, "kind", "Select a valid choice"),
        ({**DRAWN, "surname": ""}, "surname", "There is no surname"),
        ({**DRAWN, "strokes": "[[[NaN,1]]]"}, "strokes", "The drawing cannot be read"),
        ({**DRAWN, "strokes": "hello"}, "strokes", "The drawing cannot be read"),
        ({"kind": "refused"}, "reason", "There is no reason"),
        ({**DRAWN, "resolve": "on"}, "solution", "There is no solution"),
        ({"kind": "stamp", "surname": "Martin"}, "picture", "There is no picture"),
    ],
)
def test_what_is_wrong_is_said_by_field(visited, post, fields, field, sentence):
    answer = post(visited(), "sign", fields, **JSON)
    assert answer.status_code == 422
    assert sentence in answer.json()["errors"][field][0]
    assert answer.json()["sentence"]
    assert not SlipVersion.objects.exists()


def test_a_stamp_is_taken_by_its_bytes(visited, post):
    slip = visited()
    fake = SimpleUploadedFile("tampon.png", b"<svg onload=alert(1)>", "image/png")
    refused = post(slip, "sign", {"kind": "stamp", "surname": "Martin", "picture": fake}, **JSON)
    assert "no picture" in refused.json()["errors"]["picture"][0]
    stamp = SimpleUploadedFile("tampon.png", b"\xff\xd8\xff\xe0 jpeg", "image/png")
    assert post(slip, "sign", {"kind": "stamp", "surname": "Martin", "picture": stamp}, **JSON).status_code == 200
    assert Signature.objects.get().picture_type == "image/jpeg"


def test_nobody_signs_what_the_office_changed_since_they_read_it(visited, post):
    slip = visited()
    seen = SlipSeen.of(slip)
    known = {"seen": seen.revision, **{f"seen_{name}": value for name, value in seen.values.items()}}
    slip.observations, slip.revision = "Onduleur et batterie remplacés", slip.revision + 1
    slip.save()
    answer = post(slip, "sign", {**DRAWN, **known}, **JSON)
    assert answer.status_code == 409
    said = answer.json()
    assert [conflict["name"] for conflict in said["conflicts"]] == ["observations"]
    assert "show it to them again" in said["sentence"]
    assert said["fields"]["observations"] == "Onduleur et batterie remplacés"
    assert not SlipVersion.objects.exists()
    again = {**known, "seen_observations": "Onduleur et batterie remplacés"}
    assert post(slip, "sign", {**DRAWN, **again}, **JSON).status_code == 200


def test_without_a_script_what_was_typed_stays_where_it_is_refused(visited, post, cast, at):
    slip = visited()
    answer = post(slip, "sign", {"kind": "typed", "surname": "", "quality": "Gérante"})
    assert answer.status_code == 422
    assert "There is no surname" in answer.content.decode()
    assert 'value="Gérante"' in answer.content.decode()
    assert post(slip, "sign", {"kind": "typed", "surname": "Martin"}).url == reverse(
        "slip_fill", args=[slip.intervention_id]
    )
    twice = post(slip, "sign", {"kind": "typed", "surname": "Durand"})
    assert (twice.status_code, Signature.objects.count()) == (422, 1)
    assert "signed already, by Martin" in twice.content.decode()


def test_the_page_on_site_offers_to_sign_once_somebody_has_left(plan, visited, as_, cast):
    slip = visited()
    html = as_("technician").get(reverse("slip_fill", args=[slip.intervention_id])).content.decode()
    assert f'action="{reverse("slip_sign", args=[slip.intervention_id])}"' in html
    assert "data-pad" in html
    assert 'name="strokes"' in html
    assert f'<option value="{cast.contact.pk}" selected>Nadia</option>' in html
    sign_slip(
        intervention=slip.intervention,
        given=Given(SignatureKind.TYPED, surname="Martin"),
        by=cast.technician,
        at=slip.departed_at,
    )
    html = as_("technician").get(reverse("slip_fill", args=[slip.intervention_id])).content.decode()
    assert reverse("slip_sign", args=[slip.intervention_id]) not in html
    assert "Martin" in html


def test_the_office_reads_what_was_frozen_and_that_it_still_fits(visited, as_, post):
    slip = visited()
    post(slip, "sign", DRAWN)
    Ticket.objects.update(title="Autre titre")
    html = page_of(as_("manager"), slip).content.decode()
    version = SlipVersion.objects.get()
    for text in (
        "Onduleur en défaut",
        "Imprimante hors ligne",
        "0.5 m",
        "Câble",
        "Nadia Martin",
        version.digest,
        "Unchanged since",
    ):
        assert text in html
    assert "Autre titre" not in html.split("<article")[1]
    assert 'd="M10.0,20.0' in html
    assert "This content is not what was frozen" not in html


def test_the_office_sees_a_content_that_does_not_fit_its_digest(visited, as_, cast, at):
    slip = visited()
    SlipVersion.objects.create(
        slip=slip, number=1, content=content_of(slip), digest="0" * 64, frozen_by=cast.technician, frozen_at=at
    )
    assert "This content is not what was frozen" in page_of(as_("manager"), slip).content.decode()


def test_the_office_corrects_with_a_reason_and_sees_what_changed(visited, as_, post):
    slip = visited()
    post(slip, "sign", DRAWN)
    refused = post(slip, "correct", {"page": "office", "reason": ""}, by="operator")
    assert refused.status_code == 422
    assert "Correct the slip" in refused.content.decode()
    answer = post(slip, "correct", {"page": "office", "reason": "Deux câbles"}, by="operator")
    assert answer.url == reverse("slip", args=[slip.number])
    slip.supplies.update(quantity=2)
    html = page_of(as_("operator"), slip).content.decode()
    assert "Being corrected" in html
    assert "0.5 m × Câble (C13)" in html
    assert "2 m × Câble (C13)" in html
    post(slip, "sign", DRAWN)
    html = page_of(as_("operator"), slip).content.decode()
    assert "Version 2" in html
    assert "Deux câbles" in html
    assert "Being corrected" not in html


def test_the_office_sends_a_link_and_sees_that_it_did(visited, as_, post, cast):
    slip = visited()
    answer = post(slip, "sign_later", {"page": "office", "contact": cast.colleague.contact.pk}, by="operator")
    assert answer.url == reverse("slip", args=[slip.number])
    assert SigningLink.objects.get().contact == cast.colleague.contact
    assert OutboxMail.objects.get(kind="to_sign").to == cast.colleague.contact.email
    assert "Samir was sent a link to sign" in page_of(as_("operator"), slip).content.decode()
    foreign = post(slip, "sign_later", {"page": "office", "contact": cast.outsider.contact.pk}, by="operator")
    assert foreign.status_code == 422
    assert SigningLink.objects.count() == 1


def test_the_office_attaches_the_scan_of_the_paper_form(visited, as_, post):
    slip = visited()
    scan = SimpleUploadedFile("scan.pdf", PDF, "application/pdf")
    fields = {"page": "office", "surname": "Martin", "picture": scan}
    assert post(slip, "scan", fields, by="operator").url == reverse("slip", args=[slip.number])
    signature = Signature.objects.get()
    assert (signature.kind, Intervention.objects.get().state) == (SignatureKind.PAPER, State.SIGNED)
    address = reverse("slip_signature", args=[signature.pk])
    assert address in page_of(as_("operator"), slip).content.decode()
    answer = as_("operator").get(address)
    assert b"".join(answer.streaming_content) == PDF
    assert answer.headers["Content-Disposition"] == 'attachment; filename="2026-0001.pdf"'


def test_the_page_of_many_versions_asks_the_database_no_more_than_that_of_one(
    visited, as_, post, cast, django_assert_max_num_queries
):
    slip = visited()
    for number in range(1, 5):
        post(slip, "sign_later", {"contact": cast.contact.pk})
        post(slip, "sign", DRAWN)
        if number == 1:
            with CaptureQueriesContext(connection) as of_one:
                page_of(as_("operator"), slip)
            most = len(of_one)
        post(slip, "correct", {"reason": f"Version {number}"})
    post(slip, "sign", DRAWN)
    with django_assert_max_num_queries(most):
        html = page_of(as_("operator"), slip).content.decode()
    assert "Version 5, frozen" in html


def test_a_draft_is_shown_as_one(visited, as_):
    html = page_of(as_("operator"), visited()).content.decode()
    assert "Draft: as it stands now" in html
    assert "Nothing is frozen yet" in html


@pytest.mark.parametrize("number", ["2026-0099", "2026", "x", "2026-0001-1", "-", "2026-99999999999"])
def test_a_number_without_a_slip_is_not_found(visited, as_, number):
    visited()
    assert as_("operator").get(f"/slips/{number}/").status_code == 404


def test_what_belongs_to_another_client_does_not_exist(visited, as_, post, cast, at):
    slip = visited()
    given = Given(SignatureKind.PAPER, surname="Martin", picture=SimpleUploadedFile("a.pdf", PDF))
    signature = attach_scan(intervention=slip.intervention, given=given, by=cast.operator, at=at)
    address = reverse("slip_signature", args=[signature.pk])
    assert as_("client").get(address).status_code == 200
    for person in ("outsider", "colleague"):
        assert as_(person).get(address).status_code == 404
    for person in ("client", "outsider"):
        # Clients are led to the portal, where it is theirs or is not.
        led = as_(person).get(reverse("slip", args=[slip.number]), follow=True)
        assert led.status_code == {"client": 200, "outsider": 404}[person]
        for verb in ("sign", "sign_later", "correct", "scan"):
            assert post(slip, verb, DRAWN, by=person).status_code == 404


def test_a_technician_of_another_visit_reads_and_does_nothing(visited, as_, post, cast):
    slip = visited()
    factories.user("other", Role.TECHNICIAN)
    other = type(cast.technician).objects.get(email="other@example.org")
    object.__setattr__(cast, "other_technician", other)
    html = page_of(as_("other_technician"), slip).content.decode()
    assert reverse("slip_sign_later", args=[slip.intervention_id]) not in html
    answer = post(slip, "sign", DRAWN, by="other_technician", **JSON)
    assert answer.status_code == 409
    assert not SlipVersion.objects.exists()


def test_a_correction_by_the_phone_opens_the_slip(visited, post, cast, at):
    slip = visited()
    post(slip, "sign", DRAWN)
    said = post(slip, "correct", {"reason": "Deux câbles"}, **JSON).json()
    assert (said["state"], said["frozen"]) == ("done", False)
    correct_slip(intervention=slip.intervention, reason="Encore", by=cast.technician, at=at)
