"""Fields that several forms of the settings have."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from tickets.phone import to_e164

LANGUAGES = [("fr", "Français"), ("en", "English")]


class PhoneField(forms.CharField):
    """One number in any writing; cleaned to E.164."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"max_length": 40, "required": False, **kwargs})
        self.widget.attrs |= {"inputmode": "tel", "autocomplete": "off"}

    def clean(self, value: Any) -> str:
        return _e164(super().clean(value))


class PhonesField(forms.CharField):
    """Any amount of numbers, one a line; cleaned to a list in E.164. A wrong one is named."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.Textarea(attrs={"rows": 2, "autocomplete": "off"})
        super().__init__(**{"required": False, "widget": widget, "help_text": _("One number a line."), **kwargs})

    def clean(self, value: Any) -> Any:
        return [_e164(line) for line in super().clean(value).splitlines() if line.strip()]


def _e164(text: str) -> str:
    try:
        return to_e164(text) if text else ""
    except ValueError as error:
        raise ValidationError(str(error)) from error
