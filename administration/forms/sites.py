"""What is asked about a site of a client."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from interventions.actions.site import Place
from interventions.models import Site


class SiteForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = Site
        fields = ["address", "name", "access_notes", "is_active"]
        widgets = {"address": forms.Textarea({"rows": 3}), "access_notes": forms.Textarea({"rows": 4})}
        help_texts = {
            "name": _("Where the client has several: Warehouse, Practice in the harbour."),
            "access_notes": _("What whoever goes there has to know: door code, badge, parking, whom to ask for."),
            "is_active": _("One that is not in use is not offered any more; visits there keep it."),
        }

    def place(self) -> Place:
        return Place(**self.cleaned_data)
