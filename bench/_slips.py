"""Slips to print: one as most are, one with many lines and photos."""

from __future__ import annotations

import base64
import datetime as dt
import math
import uuid
from collections.abc import Iterator

import segno
from django.core.files.base import ContentFile
from django.utils import timezone

from interventions.choices import SignatureKind
from interventions.content import content_of, digest_of
from interventions.models import Intervention, Photo, Signature, Slip, SlipVersion, Supply
from sla.choices import Priority
from tickets.actions.open import open_ticket
from tickets.models import Account, Queue, User, WorkType
from tickets.promises import Intake

PHOTOS, LINES = 4, 30


def signed_slips() -> Iterator[tuple[str, SlipVersion]]:
    """Each with its name; of a new ticket of an invented client."""
    plain = _slip(1)
    yield "signed on the screen", _signed(plain)
    full = _slip(2)
    Supply.objects.bulk_create(
        Supply(slip=full, order=number, quantity=number + 0.5, unit="m", designation=f"Câble de {number} m")
        for number in range(LINES)
    )
    for number in range(PHOTOS):
        _photo(full, number)
    yield f"with {LINES} lines and {PHOTOS} photos", _signed(full)


def _slip(number: int) -> Slip:
    now, by = timezone.now(), User.objects.get(email="loic@example.org")
    account = Account.objects.create(name=f"Client {number}")
    intake = Intake(account=account, queue=Queue.objects.earliest("pk"), title="Onduleur", priority=Priority.MEDIUM)
    ticket = open_ticket(intake=intake, by=User.objects.automation(), at=now)
    hour = dt.timedelta(hours=1)
    visit = Intervention.objects.create(
        ticket=ticket, starts_at=now, ends_at=now + hour, purpose="Onduleur", planned_by=by, planned_at=now
    )
    return Slip.objects.create(
        intervention=visit,
        year=now.year,
        sequence=number,
        arrived_at=now,
        departed_at=now + hour,
        work_type=WorkType.objects.earliest("pk"),
        findings="Serveur éteint, onduleur en défaut. " * 4,
        observations="Onduleur remplacé, serveur redémarré, partages vérifiés avec le client. " * 4,
        changed_by=by,
        changed_at=now,
    )


def _photo(slip: Slip, number: int) -> None:
    """A picture of about the size that a telephone sends."""
    drawn = segno.make(uuid.uuid4().hex * 20).png_data_uri(scale=8)
    content = base64.b64decode(drawn.partition(",")[2])
    photo = Photo(slip=slip, caption=f"Photo {number}", content_type="image/png", size=len(content), digest="0" * 64)
    photo.taken_at = slip.arrived_at
    photo.file.save(f"{photo.key}.png", ContentFile(content), save=False)
    photo.save()


def _signed(slip: Slip) -> SlipVersion:
    content = content_of(slip)
    values = {"content": content, "digest": digest_of(content), "frozen_by": slip.changed_by}
    version = SlipVersion.objects.create(slip=slip, number=1, frozen_at=slip.changed_at, **values)
    strokes = [[[40 + 5 * step, 110 + 60 * math.sin(step / 4)] for step in range(90)]]
    signed = {"kind": SignatureKind.DRAWN, "surname": "Martin", "strokes": strokes}
    Signature.objects.create(version=version, by=slip.changed_by, at=slip.changed_at, **signed)
    return version
