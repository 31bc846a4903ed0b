"""What every form of a slip carries, sent at once by a page or later by a phone that had no network."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from interventions.actions.slip import AHEAD


class MomentField(forms.CharField):
    """A day and a time in the reader's zone, or with an offset; typed again as it was shown, it is the same instant.

    In the hour that the clocks go through twice the first is meant, unless `present` was the second.
    """

    def __init__(self, **kwargs: Any) -> None:
        self.present: dt.datetime | None = None
        kwargs.setdefault("widget", forms.TextInput({"type": "datetime-local", "autocomplete": "off"}))
        super().__init__(**kwargs)

    def prepare_value(self, value: Any) -> Any:
        """An instant as the input takes it; what was typed stays as it was typed."""
        return _typed(value) if isinstance(value, dt.datetime) else value

    def clean(self, value: Any) -> dt.datetime | None:
        text = super().clean(value)
        if not text:
            return None
        if self.present is not None and text == _typed(self.present):
            return self.present
        moment = _parsed(text)
        if moment is None:
            raise ValidationError(_("“%(text)s” is no date and time: write it as 2026-10-12 14:15.") % {"text": text})
        return moment if moment.tzinfo else _in_zone(moment, text)


class SentForm(forms.Form):
    """`key` is made by a phone: sent twice, it is done once. `done_at` is when it was done there."""

    verb: ClassVar[str]
    key = forms.UUIDField(required=False, widget=forms.HiddenInput)
    done_at = MomentField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, at: dt.datetime, **kwargs: Any) -> None:
        self.at = at
        super().__init__(*args, **{"auto_id": f"{self.verb}-%s", **kwargs})

    def clean_done_at(self) -> dt.datetime:
        """When it was done: now, unless a phone says earlier. A clock a little ahead of ours is set to ours."""
        done_at: dt.datetime | None = self.cleaned_data["done_at"]
        if done_at is not None and done_at > self.at + AHEAD:
            raise ValidationError(_("The clock of this phone is ahead: set it right, and send this again."))
        return min(done_at or self.at, self.at)

    @property
    def sent_key(self) -> uuid.UUID | None:
        """The key of a form that is valid."""
        key: uuid.UUID | None = self.cleaned_data["key"]
        return key

    @property
    def done(self) -> dt.datetime:
        """When what a valid form says was done."""
        done_at: dt.datetime = self.cleaned_data["done_at"]
        return done_at


def _typed(at: dt.datetime) -> str:
    return timezone.localtime(at).strftime("%Y-%m-%dT%H:%M")


def _parsed(text: str) -> dt.datetime | None:
    try:
        return parse_datetime(text)
    except ValueError:
        return None


def _in_zone(moment: dt.datetime, text: str) -> dt.datetime:
    aware = moment.replace(tzinfo=timezone.get_current_timezone())
    if timezone.localtime(aware.astimezone(dt.UTC)).replace(tzinfo=None) != moment:
        raise ValidationError(_("The clocks went forward over “%(text)s”: there was no such time.") % {"text": text})
    return aware
