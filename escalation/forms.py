"""What a person types to escalate."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class EscalateForm(forms.Form):
    """The reason, which whoever is told reads first."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What is at stake, and since when. Whoever is told reads it first."),
    )
