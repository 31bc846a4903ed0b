"""What a client says of the work."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tickets.actions.rate import LONGEST_COMMENT
from tickets.choices import Score


class RatingForm(forms.Form):
    """One click; a comment if they like."""

    score = forms.ChoiceField(
        label=_("How was our work?"),
        choices=Score.choices,
        error_messages={"required": _("Choose one of the three answers.")},
    )
    comment = forms.CharField(
        label=_("What could we do better, or what went well?"),
        max_length=LONGEST_COMMENT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def said(self) -> dict[str, Any]:
        """What the action takes. Only of a valid form."""
        return {"score": Score(self.cleaned_data["score"]), "comment": self.cleaned_data["comment"]}
