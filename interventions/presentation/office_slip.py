"""A slip as the office reads it: what it says, who signed it, and how it came to say so."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Prefetch

from interventions.choices import State
from interventions.content import Content, content_of
from interventions.differences import differences
from interventions.forms.sent import SentForm
from interventions.models import Signature, SigningLink, Slip, SlipVersion
from interventions.permissions import may_carry_out
from interventions.presentation.sheet import address_of_photos, sheet_of, signature_shown
from interventions.presentation.signing import signing_forms, signing_part
from interventions.versions import still_fits
from tickets.models import User


def office_slip(slip: Slip, by: User, at: dt.datetime, sent: SentForm | None = None) -> dict[str, Any]:
    """All that the page shows; `sent` is a form that came back with something wrong, as it was typed."""
    intervention = slip.intervention
    versions = _versions(slip)
    last = versions[0] if versions else None
    content: Content = last.content if last and slip.is_frozen else content_of(slip)
    return {
        "slip": slip,
        "intervention": intervention,
        "ticket": intervention.ticket,
        "state": State(intervention.state),
        "is_over": intervention.state in (State.DONE, State.SIGNED),
        "may_act": may_carry_out(by, intervention),
        "sheet": sheet_of(content, address_of_photos(content)),
        "versions": _shown(versions),
        "pending": differences(last.content, content) if last and not slip.is_frozen else [],
        "signing": signing_part(slip),
        "forms": signing_forms(intervention, at) | ({sent.verb: sent} if sent is not None else {}),
        "opened": sent.verb if sent is not None else "",
    }


def _versions(slip: Slip) -> list[SlipVersion]:
    """The last one first."""
    signatures = Prefetch("signatures", Signature.objects.select_related("by"))
    links = Prefetch("links", SigningLink.objects.select_related("contact").order_by("-made_at", "-pk"))
    return list(slip.versions.select_related("frozen_by").prefetch_related(signatures, links).order_by("-number"))


def _shown(versions: list[SlipVersion]) -> list[dict[str, Any]]:
    contents = {version.number: version.content for version in versions}
    return [
        {
            "version": version,
            "fits": still_fits(version),
            "changes": differences(before, version.content) if (before := contents.get(version.number - 1)) else [],
            "signatures": [signature_shown(signature) for signature in version.signatures.all()],
            "links": version.links.all(),
        }
        for version in versions
    ]
