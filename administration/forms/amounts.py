"""Lengths of time as people write them: `1 h 30`, `90 min`, `2,5 h`, `1:30`, `48`."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from helpdesk.templatetags.moments import duration

HOUR, MINUTE = 3_600, 60
# Ten years: longer ones are a slip of the hand.
LONGEST = 10 * 365 * 24 * HOUR
_FORMS = (
    re.compile(r"(?P<hours>\d{1,6})(?:[.,](?P<tenths>\d))?\s*(?:h|hours?|heures?)?"),
    re.compile(r"(?P<hours>\d{1,6})\s*(?::|h|hours?|heures?)\s*(?P<minutes>[0-5]?\d)\s*(?:m|min|minutes?)?"),
    re.compile(r"(?P<minutes>\d{1,6})\s*(?:m|min|mn|minutes?)"),
)


def seconds_of(text: str) -> int:
    """A length of time in seconds; a bare number is hours. Raises ValueError for what cannot be read."""
    written = re.sub(r"\s+", " ", text.strip().lower())
    for form in _FORMS:
        if found := form.fullmatch(written):
            parts = found.groupdict(default="0")
            tenths = int(parts.get("tenths", "0")) * HOUR // 10
            return int(parts.get("hours", "0")) * HOUR + tenths + int(parts.get("minutes", "0")) * MINUTE
    raise ValueError(text)


class AmountField(forms.CharField):
    """A length of time in seconds; nothing typed is None."""

    def __init__(self, *, zero: bool = False, **kwargs: Any) -> None:
        self.zero = zero
        kwargs.setdefault("widget", forms.TextInput(attrs={"autocomplete": "off", "maxlength": 20}))
        super().__init__(**kwargs)

    def prepare_value(self, value: Any) -> Any:
        """Seconds as people write them; what was typed stays as it was typed."""
        return duration(dt.timedelta(seconds=value)) if isinstance(value, int) else value

    def clean(self, value: Any) -> int | None:
        text = super().clean(value)
        if not text:
            return None
        try:
            amount = seconds_of(text)
        except ValueError as error:
            raise ValidationError(
                _("“%(text)s” is not a length of time: write it as 1 h 30, 45 min or 48 h.") % {"text": text}
            ) from error
        if amount > LONGEST:
            raise ValidationError(_("“%(text)s” is longer than ten years.") % {"text": text})
        if not amount and not self.zero:
            raise ValidationError(_("Give more than nothing, or leave it empty."))
        return amount
