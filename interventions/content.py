"""What a slip says, as one JSON: frozen, signed, printed and compared."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from decimal import Decimal
from typing import Any, TypedDict

from django.conf import settings

from interventions.models import Intervention, Slip
from tickets.models import Contact, Letterhead


class House(TypedDict):
    name: str
    address: str
    phone: str
    email: str


class Place(TypedDict):
    name: str
    address: str


class Errand(TypedDict):
    number: int
    title: str


class SupplyLine(TypedDict):
    quantity: str
    unit: str
    designation: str
    reference: str


class Picture(TypedDict):
    key: str
    caption: str
    taken_at: str
    digest: str


class Content(TypedDict):
    """Instants are ISO 8601 in UTC, to the minute, as they are shown; `time_zone` is that of the house.

    `contact` is "" and `site` None where unknown. `language` is that of who is to sign: the paper is printed in it.
    """

    number: str
    house: House
    account: str
    contact: str
    site: Place | None
    ticket: Errand
    purpose: str
    technicians: list[str]
    arrived_at: str
    departed_at: str | None
    time_zone: str
    travel_minutes: int
    work_type: str
    findings: str
    observations: str
    supplies: list[SupplyLine]
    photos: list[Picture]
    language: str


def content_of(slip: Slip) -> Content:
    """The whole slip as it stands now."""
    intervention = slip.intervention
    ticket, contact = intervention.ticket, contact_of(intervention)
    return {
        "number": slip.number,
        "house": _house(),
        "account": ticket.account.name,
        "contact": contact.name if contact else "",
        "site": _place(intervention),
        "ticket": {"number": ticket.number, "title": ticket.title},
        "purpose": intervention.purpose,
        "technicians": [place.technician.name for place in intervention.crew.select_related("technician")],
        "arrived_at": _instant(slip.arrived_at),
        "departed_at": _instant(slip.departed_at) if slip.departed_at else None,
        "time_zone": settings.TIME_ZONE,
        "travel_minutes": slip.travel_minutes,
        "work_type": slip.work_type.name,
        "findings": slip.findings,
        "observations": slip.observations,
        "supplies": _supplies(slip),
        "photos": _photos(slip),
        "language": contact.language if contact else settings.LANGUAGE_CODE,
    }


def contact_of(intervention: Intervention) -> Contact | None:
    """Whom the technician asks for; whoever opened the ticket where nobody else was named."""
    return intervention.contact or intervention.ticket.contact


def canonical_json(content: Any) -> str:
    """The one way to write it: keys in order, no blanks, letters as they are. Raises ValueError for NaN."""
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def digest_of(content: Any) -> str:
    """The SHA-256 of its canonical JSON in UTF-8, in hexadecimal."""
    return hashlib.sha256(canonical_json(content).encode()).hexdigest()


def written_quantity(quantity: Decimal) -> str:
    """As short as it is exact: "2", "0.5"."""
    return format(quantity.normalize(), "f")


def _instant(at: dt.datetime) -> str:
    return at.astimezone(dt.UTC).isoformat(timespec="minutes")


def _house() -> House:
    house = Letterhead.of_the_house()
    return {"name": house.name, "address": house.address, "phone": house.phone, "email": house.email}


def _place(intervention: Intervention) -> Place | None:
    site = intervention.site
    return {"name": site.name, "address": site.address} if site else None


def _supplies(slip: Slip) -> list[SupplyLine]:
    return [
        {
            "quantity": written_quantity(line.quantity),
            "unit": line.unit,
            "designation": line.designation,
            "reference": line.reference,
        }
        for line in slip.supplies.all()
    ]


def _photos(slip: Slip) -> list[Picture]:
    return [
        {
            "key": str(photo.key),
            "caption": photo.caption,
            "taken_at": _instant(photo.taken_at),
            "digest": photo.digest,
        }
        for photo in slip.photos.filter(removed_at=None)
    ]
