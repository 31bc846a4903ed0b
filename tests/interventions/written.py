"""Slips that are frozen and signed without the way there, and paper as it is read."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

from pypdf import PdfReader

from interventions.choices import SignatureKind
from interventions.content import content_of, digest_of
from interventions.models import Signature, Slip, SlipVersion
from tickets.models import User


def frozen(slip: Slip, by: User, at: dt.datetime) -> SlipVersion:
    content = content_of(slip)
    return SlipVersion.objects.create(
        slip=slip,
        number=slip.versions.count() + 1,
        content=content,
        digest=digest_of(content),
        frozen_by=by,
        frozen_at=at,
        reason="Quantité fausse" if slip.versions.exists() else "",
    )


def signed(version: SlipVersion, by: User, at: dt.datetime, **given: Any) -> Signature:
    said = {"kind": SignatureKind.DRAWN, "surname": "Martin", "strokes": [[[10, 10], [60, 80], [120, 40]]], **given}
    return Signature.objects.create(version=version, by=by, at=at, **said)


def read(content: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(content))
