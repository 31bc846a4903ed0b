"""A slip to read on a screen: what its content says, and what stands under it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.formats import localize
from django.utils.translation import gettext as _

from helpdesk.templatetags.moments import duration
from interventions.choices import SignatureKind
from interventions.content import Content
from interventions.content_words import LABELS, said_instant, written
from interventions.models import Photo, Signature
from interventions.strokes import path_of

PhotoAddress = Callable[[str], str]
_HEAD = ("account", "contact", "site", "ticket", "purpose", "technicians", "arrived_at", "departed_at")
_TEXTS = ("findings", "observations")


def sheet_of(content: Content, photo_address: PhotoAddress) -> dict[str, Any]:
    """What interventions/sheet.html shows; `photo_address` knows where the photo of a key is ("" where it is gone)."""
    return {
        "facts": [*_facts(content), *_times(content)],
        "texts": [(LABELS[name], _value(name, content)) for name in _TEXTS],
        "supplies": [{**line, "quantity": localize(Decimal(line["quantity"]))} for line in content["supplies"]],
        "photos": [
            {
                "url": photo_address(photo["key"]),
                "caption": photo["caption"] or _("Photo"),
                "taken": said_instant(photo["taken_at"], content["time_zone"]),
            }
            for photo in content["photos"]
        ],
    }


def signature_shown(signature: Signature) -> dict[str, Any]:
    """Who signed and how, or why nobody did; the picture of a stamp or a scan by its address."""
    kind = SignatureKind(signature.kind)
    return {
        "kind": kind.label,
        "is_signed": kind.is_signed,
        "name": signature.name,
        "quality": signature.quality,
        "reason": signature.reason,
        "at": signature.at,
        "by": signature.by if signature.by and signature.by.is_staff_member else None,
        "path": path_of(signature.strokes),
        "file": reverse("slip_signature", args=[signature.pk]) if signature.picture else "",
        "is_picture": signature.picture_type.startswith("image/"),
    }


def address_of_photos(content: Content) -> PhotoAddress:
    """Where who is signed in reads the photos of a slip."""
    keys = [photo["key"] for photo in content["photos"]]
    known = {str(key): pk for pk, key in Photo.objects.filter(key__in=keys).values_list("pk", "key")}
    return lambda key: reverse("photo", args=[known[key]]) if key in known else ""


def _facts(content: Content) -> list[tuple[str, str]]:
    facts = ((LABELS[name], _value(name, content)) for name in _HEAD)
    return [(str(label), text) for label, text in facts if text]


def _times(content: Content) -> list[tuple[str, str]]:
    lasted = _lasted(content)
    on_site = [(_("Time on site"), duration(lasted))] if lasted is not None else []
    travel = [(str(LABELS["travel_minutes"]), _value("travel_minutes", content))] if content["travel_minutes"] else []
    return [*on_site, *travel, (str(LABELS["work_type"]), content["work_type"])]


def _lasted(content: Content) -> dt.timedelta | None:
    if content["departed_at"] is None:
        return None
    return dt.datetime.fromisoformat(content["departed_at"]) - dt.datetime.fromisoformat(content["arrived_at"])


def _value(name: str, content: Content) -> str:
    value = content[name]  # type: ignore[literal-required]
    return ", ".join(value) if isinstance(value, list) else written(name, value, content)
