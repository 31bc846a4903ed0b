"""Opening hours of a day as people write them: `9:00-12:30, 14:00-18:00`, `22h-6h`, `24 h`, or nothing for closed."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from sla.engine import BusinessTimeError
from sla.engine.ranges import read_ranges, sorted_apart
from sla.refusals import refusal

Pair = list[str]
ALL_DAY: list[Pair] = [["00:00", "24:00"]]
_CLOSED = re.compile(r"|closed|ferm[ée]e?|[-–—]", re.IGNORECASE)
_ALL_DAY = re.compile(r"24\s*h(\s*/\s*24)?", re.IGNORECASE)
_RANGE = re.compile(r"\s*(?P<opens>[^-–—]+?)\s*(?:[-–—]|\bà\b|\bto\b)\s*(?P<closes>[^-–—]+?)\s*", re.IGNORECASE)
_TIME = re.compile(r"(?P<hours>\d{1,2})\s*(?:[:h.]\s*(?P<minutes>\d{2})?)?", re.IGNORECASE)


def written(ranges: list[Pair]) -> str:
    """As a form shows it: `9:00-12:30, 14:00-18:00`."""
    return ", ".join(f"{opens.removeprefix('0')}-{closes.removeprefix('0')}" for opens, closes in ranges)


def ranges_of(text: str, owner: str) -> list[Pair]:
    """The ranges as a calendar keeps them, in order. Raises ValidationError with a sentence that names `owner`, a
    weekday in English or a date, and the piece that is wrong.
    """
    text = text.strip()
    if _CLOSED.fullmatch(text):
        return []
    if _ALL_DAY.fullmatch(text):
        return [list(pair) for pair in ALL_DAY]
    ranges = [_range(piece, owner) for piece in re.split(r"[,;+]|\bet\b|\band\b", text) if piece.strip()]
    try:
        today, _tomorrow = read_ranges(ranges, owner)
        sorted_apart(today, owner)
    except BusinessTimeError as error:
        raise ValidationError(refusal(error)) from error
    return sorted(ranges)


def _range(piece: str, owner: str) -> Pair:
    found = _RANGE.fullmatch(piece)
    if found is None:
        raise ValidationError(
            _("%(owner)s: “%(text)s” is not a range of hours: write it as 9:00-12:30.")
            % {"owner": _(owner).capitalize(), "text": piece.strip()}
        )
    opens, closes = (_time(found[name], owner) for name in ("opens", "closes"))
    if opens == closes:
        raise ValidationError(
            _("%(owner)s: “%(text)s” ends when it begins. For the whole day write 0:00-24:00.")
            % {"owner": _(owner).capitalize(), "text": piece.strip()}
        )
    return [opens, closes]


def _time(text: str, owner: str) -> str:
    found = _TIME.fullmatch(text)
    hours, minutes = (int(found["hours"]), int(found["minutes"] or 0)) if found else (99, 0)
    if hours * 60 + minutes > 24 * 60 or minutes > 59:
        raise ValidationError(
            _("%(owner)s: “%(text)s” is not a time: write one from 0:00 to 24:00.")
            % {"owner": _(owner).capitalize(), "text": text}
        )
    return f"{hours:02}:{minutes:02}"


class OpeningField(forms.CharField):
    """The opening hours of one day, as pairs of times."""

    def __init__(self, *, owner: str, **kwargs: Any) -> None:
        self.owner = owner
        widget = forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"})
        options: dict[str, Any] = {"required": False, "max_length": 200, "widget": widget}
        super().__init__(**options | kwargs)

    def prepare_value(self, value: Any) -> Any:
        return written(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> list[Pair]:
        return ranges_of(super().clean(value), self.owner)
