"""What is given to sign a slip: checked before anything is written."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.core.files import File
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from interventions.choices import SIGNED_KINDS, SignatureKind
from interventions.strokes import HEIGHT, WIDTH
from tickets.actions.attachments import picture_type
from tickets.refusal import ActionRefused

LONGEST_NAME = 80
LONGEST_REASON = 300
MOST_BYTES = 10 * 1024 * 1024
# A long signature of a nervous finger has 2,000 points.
MOST_POINTS = 20_000
LONGEST_JSON = 500_000
PDF = "application/pdf"
WITH_PICTURE = frozenset({SignatureKind.STAMP, SignatureKind.PAPER})

Strokes = list[list[list[float]]]


@dataclass(frozen=True)
class Given:
    """How somebody signs, or why nobody does. `solution` resolves the ticket in the same step."""

    kind: SignatureKind
    surname: str = ""
    first_name: str = ""
    quality: str = ""
    strokes: Strokes = field(default_factory=list)
    picture: File[bytes] | None = None
    reason: str = ""
    solution: str = ""

    @property
    def name(self) -> str:
        return " ".join(filter(None, (self.first_name.strip(), self.surname.strip())))


class Unfit(ActionRefused):
    """What was given does not do; `field` is where to say so."""

    def __init__(self, field: str, sentence: str) -> None:
        self.field = field
        super().__init__(sentence)


def refuse_unfit(given: Given) -> None:
    """Raise Unfit with a sentence where what this way to sign needs is missing, or does not fit."""
    _refuse_long(given)
    if given.kind not in SIGNED_KINDS:
        if not given.reason.strip():
            raise Unfit("reason", _("There is no reason: say in a few words why nobody signs."))
        return
    if not given.surname.strip():
        raise Unfit("surname", _("There is no surname: write who signs."))
    if given.kind == SignatureKind.DRAWN and sum(map(len, given.strokes)) < 2:
        raise Unfit("strokes", _("Nothing is drawn: sign in the field, or type the name instead."))
    if given.kind in WITH_PICTURE:
        picture_kind(given.picture, with_pdf=given.kind == SignatureKind.PAPER)


def _refuse_long(given: Given) -> None:
    limits = {"surname": LONGEST_NAME, "first_name": LONGEST_NAME, "quality": LONGEST_NAME, "reason": LONGEST_REASON}
    for name, limit in limits.items():
        length = len(getattr(given, name).strip())
        if length > limit:
            sentence = _("This text has %(length)s characters: at most %(limit)s fit.")
            raise Unfit(name, sentence % {"length": length, "limit": limit})


def picture_kind(picture: File[bytes] | None, *, with_pdf: bool) -> str:
    """The type of the picture of a stamp or of a scan, by its first bytes, whatever it is called.

    Raises Unfit where there is none, it is too large, or it is something else.
    """
    if picture is None or not picture.size:
        raise Unfit("picture", _("There is no picture: take one, or choose a file."))
    if picture.size > MOST_BYTES:
        raise Unfit(
            "picture",
            _("The picture has %(size)s: at most %(most)s are taken.")
            % {"size": filesizeformat(picture.size), "most": filesizeformat(MOST_BYTES)},
        )
    found = picture_type(picture) or (PDF if with_pdf and _is_pdf(picture) else "")
    if not found and with_pdf:
        raise Unfit("picture", _("This file is neither a picture nor a PDF: choose the scan of the signed form."))
    if not found:
        raise Unfit("picture", _("This file is no picture (JPEG, PNG, WebP or GIF): choose another one."))
    return found


def strokes_of(text: str) -> Strokes:
    """What the pad sends: JSON, lists of [x, y]; what left the field is brought back to its edge.

    Raises Unfit with one sentence for whatever is not that.
    """
    if not text.strip():
        return []
    try:
        if len(text) > LONGEST_JSON:
            raise ValueError("too long")
        strokes = [[_point(point) for point in _listed(stroke)] for stroke in _listed(json.loads(text))]
        if sum(map(len, strokes)) > MOST_POINTS:
            raise ValueError("too many points")
    except (ValueError, OverflowError, RecursionError) as wrong:
        raise Unfit("strokes", _("The drawing cannot be read: clear the field and sign again.")) from wrong
    return [stroke for stroke in strokes if stroke]


def _listed(value: object) -> Sequence[object]:
    if not isinstance(value, list):
        raise ValueError("not a list")
    return value


def _point(value: object) -> list[float]:
    point = _listed(value)
    if len(point) != 2:
        raise ValueError("not two numbers")
    return [_within(point[0], WIDTH), _within(point[1], HEIGHT)]


def _within(number: object, most: int) -> float:
    if isinstance(number, bool) or not isinstance(number, int | float) or not math.isfinite(number):
        raise ValueError("not a number")
    return round(min(max(float(number), 0.0), float(most)), 1)


def _is_pdf(file: File[bytes]) -> bool:
    file.seek(0)
    head = file.read(5)
    file.seek(0)
    return bool(head == b"%PDF-")
