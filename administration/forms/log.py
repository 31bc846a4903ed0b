"""What a reader may ask of the log."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from administration.choices import Area


class LogForm(forms.Form):
    """The part of the settings, and the one setting, whose changes are shown."""

    area = forms.ChoiceField(label=_("Part of the settings"), choices=[("", _("All")), *Area.choices], required=False)
    subject = forms.IntegerField(required=False, widget=forms.HiddenInput)
