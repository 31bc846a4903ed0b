"""The part of a slip's pages that is about its signature: the forms, and what stands there so far."""

from __future__ import annotations

import datetime as dt
from typing import Any

from interventions.content import contact_of
from interventions.forms.sent import SentForm
from interventions.forms.signing import CorrectForm, LaterForm, ScanForm, SignForm
from interventions.models import Intervention, SigningLink, Slip, SlipVersion
from interventions.presentation.sheet import signature_shown
from interventions.versions import last_version


def signing_forms(intervention: Intervention, at: dt.datetime) -> dict[str, SentForm]:
    """Empty ones, by verb; who is asked for on site is proposed."""
    signatory = contact_of(intervention)
    forms = (
        SignForm(at=at, signatory=signatory),
        ScanForm(at=at, signatory=signatory),
        LaterForm(at=at, intervention=intervention),
        CorrectForm(at=at),
    )
    return {form.verb: form for form in forms}


def signing_part(slip: Slip | None) -> dict[str, Any]:
    """What stands under the version that is frozen now, and who was sent a link to sign it."""
    version = last_version(slip) if slip is not None and slip.is_frozen else None
    signatures = [signature_shown(each) for each in version.signatures.select_related("by")] if version else []
    return {
        "version": version,
        "signatures": signatures,
        "is_signed": any(each["is_signed"] for each in signatures),
        "links": links_of(version) if version else [],
        "corrected_because": slip.corrected_because if slip is not None else "",
    }


def links_of(version: SlipVersion) -> list[SigningLink]:
    """The links that were mailed for a version, the last one first."""
    return list(version.links.select_related("contact", "made_by").order_by("-made_at", "-pk"))
