"""The slip as PDF: as it was frozen and signed, as it stands now, or empty, to be filled in by pen."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from interventions.content import content_of
from interventions.differences import Difference, differences
from interventions.models import Photo, Slip, SlipVersion
from interventions.presentation import paper as words
from interventions.presentation.paper_photos import photo_page
from interventions.presentation.paper_signature import proof, signature_box, signature_of
from papers.code import qr_code
from papers.letterhead import letterhead
from papers.typst import NotPrinted, pdf
from tickets.addresses import address
from tickets.models import Letterhead
from tickets.phone import readable
from tickets.refusal import ActionRefused

TEMPLATE = "slip.typ"


@dataclass
class House:
    """Who printed it: as the slip says, whatever the letterhead became since."""

    name: str
    address: str
    phone: str
    email: str


def slip_paper(version: SlipVersion, *, language: str) -> bytes:
    """A version as it was frozen, with its signature, in "fr" or "en".

    Raises ActionRefused with a sentence where it cannot be made; the log says why.
    """
    before = version.slip.versions.filter(number=version.number - 1).first()
    changed = differences(before.content, version.content) if before else []
    with translation.override(language):
        data, files = _sheet(version.content, version, changed=changed, photos=_photos(version.slip))
        data["mark"] = "" if signature_of(version) else _("Not signed yet")
    return _printed(data, files, version.frozen_at, language)


def draft_paper(slip: Slip, *, language: str) -> bytes:
    """The slip as it stands now, before anybody signs. Raises ActionRefused as `slip_paper`."""
    with translation.override(language):
        data, files = _sheet(content_of(slip), None, changed=[], photos=_photos(slip))
        data["mark"] = _("Draft, not signed")
    return _printed(data, files, slip.changed_at, language)


def blank_paper(*, language: str, at: dt.datetime) -> bytes:
    """The empty form, with the letterhead of today. Raises ActionRefused as `slip_paper`."""
    with translation.override(language):
        data, files = _sheet(_nothing(), None, changed=[], photos=[])
    return _printed(data, files, at, language)


def _sheet(
    content: words.Content,
    version: SlipVersion | None,
    *,
    changed: Sequence[Difference],
    photos: Sequence[Photo],
) -> tuple[dict[str, Any], dict[str, bytes]]:
    house = House(**content["house"])
    head, files = letterhead(
        house, phone=readable(house.phone) if house.phone else "", logo=Letterhead.of_the_house().read_logo()
    )
    with words.in_zone_of(content):
        signature = signature_of(version)
        box, picture = signature_box(signature)
        page, pictures = photo_page(content["photos"], photos)
        data = {
            "title": _("Intervention slip"),
            "subject": " ".join(part for part in (content["number"], content["account"]) if part) or "–",
            "page": _("page {page} of {pages}"),
            "foot": words.foot(content),
            "house": head,
            "numbers": words.numbers(content),
            "mark": "",
            "facts": words.facts(content),
            "texts": words.texts(content),
            "supplies": words.supplies(content),
            "changes": words.changes(changed, version.reason if version else ""),
            "signature": box,
            "proof": proof(version, signature),
            "photos": page,
        }
    return _with_code(data, {**files, **picture, **pictures}, content)


def _with_code(
    data: dict[str, Any], files: dict[str, bytes], content: words.Content
) -> tuple[dict[str, Any], dict[str, bytes]]:
    """The way to the ticket for a telephone; the house is led on from the portal to its own page."""
    if not content["ticket"]:
        return {**data, "code": ""}, files
    drawn = qr_code(address("portal_ticket", content["ticket"]["number"]))
    said = _("QR code that leads to ticket %(number)s") % {"number": content["ticket"]["number"]}
    return {**data, "code": said}, {**files, "code.svg": drawn}


def _printed(data: dict[str, Any], files: dict[str, bytes], dated: dt.datetime, language: str) -> bytes:
    try:
        stamped = {**data, "dated": timezone.localtime(dated).isoformat(timespec="seconds")}
        return pdf(TEMPLATE, stamped, language=language, files=files)
    except NotPrinted as failed:
        raise ActionRefused(_("The slip could not be printed: we know of it. Try again later.")) from failed


def _photos(slip: Slip) -> list[Photo]:
    return list(slip.photos.all())


def _nothing() -> dict[str, Any]:
    house = Letterhead.of_the_house()
    return {
        **dict.fromkeys(("number", "account", "contact", "work_type", "findings", "observations"), ""),
        **dict.fromkeys(("site", "ticket", "arrived_at", "departed_at")),
        "house": {"name": house.name, "address": house.address, "phone": house.phone, "email": house.email},
        "time_zone": timezone.get_default_timezone_name(),
        "travel_minutes": 0,
        "technicians": [],
        "supplies": [],
        "photos": [],
    }
