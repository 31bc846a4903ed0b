"""What is asked about the house."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files import File
from django.utils.translation import gettext_lazy as _

from administration.actions.letterhead import LetterheadPlan, suffix_of
from administration.forms.fields import PhoneField
from tickets.models import Letterhead
from tickets.refusal import ActionRefused


class LetterheadForm(forms.ModelForm):  # type: ignore[type-arg]
    """`logo` is a new one; `drops_logo` takes the old one away."""

    phone = PhoneField(label=_("Main number"))
    premium_phone = PhoneField(label=_("Number for calls without contract"))
    logo = forms.FileField(
        label=_("Logo"),
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg"}),
        help_text=_("PNG or JPEG, at most 512 kB. A wide one on white looks best on paper."),
    )
    drops_logo = forms.BooleanField(label=_("Take the logo away"), required=False)

    class Meta:
        model = Letterhead
        fields = ["name", "address", "phone", "premium_phone", "email", "escalation_email"]
        help_texts = {"address": _("As on an envelope, several lines.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].required = True

    def clean_logo(self) -> File[bytes] | None:
        """Django's own sentence knows no limit; ours names it."""
        logo: File[bytes] | None = self.files.get("logo")
        if logo is not None:
            try:
                suffix_of(logo)
            except ActionRefused as refused:
                raise forms.ValidationError(str(refused)) from refused
        return logo

    def plan(self) -> LetterheadPlan:
        return LetterheadPlan(**{name: self.cleaned_data[name] for name in self.Meta.fields})

    def arguments(self) -> dict[str, Any]:
        """What the action takes."""
        return {
            "plan": self.plan(),
            "logo": self.cleaned_data["logo"],
            "drops_logo": self.cleaned_data["drops_logo"],
        }
