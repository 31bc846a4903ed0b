"""A slip that was signed on paper: its scan is the signature."""

from __future__ import annotations

import pytest
from django.core.files.base import ContentFile

from interventions.actions.scan import attach_scan
from interventions.choices import SignatureKind, State
from interventions.models import Intervention, Signature
from interventions.signing import Given, Unfit
from tickets.refusal import ActionRefused

pytestmark = pytest.mark.django_db
PDF, JPEG = b"%PDF-1.7 scan", b"\xff\xd8\xff\xe0 scan"


@pytest.fixture
def scan(cast, at, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path

    def scanned(slip, content=PDF, name="scan.pdf", by=None):
        given = Given(SignatureKind.PAPER, surname="Martin", picture=ContentFile(content, name))
        return attach_scan(intervention=slip.intervention, given=given, by=by or cast.operator, at=at)

    return scanned


@pytest.mark.parametrize(("content", "kind"), [(PDF, "application/pdf"), (JPEG, "image/jpeg")])
def test_a_scan_signs_the_slip(visited, scan, content, kind):
    signature = scan(visited(), content, "page.bin")
    assert (signature.kind, signature.picture_type) == (SignatureKind.PAPER, kind)
    assert signature.picture.read() == content
    assert Intervention.objects.get().state == State.SIGNED


@pytest.mark.parametrize("content", [b"<svg/>", b"MZ program", b"<html>%PDF-1.7"])
def test_a_scan_is_a_picture_or_a_pdf_by_its_first_bytes(visited, scan, content):
    with pytest.raises(Unfit, match="neither a picture nor a PDF"):
        scan(visited(), content, "scan.pdf")
    assert not Signature.objects.exists()


def test_a_slip_is_scanned_once(visited, scan):
    slip = visited()
    scan(slip)
    with pytest.raises(ActionRefused, match="signed already"):
        scan(slip, JPEG)


def test_a_client_attaches_no_scan(visited, scan, cast):
    with pytest.raises(ActionRefused):
        scan(visited(), by=cast.client)
