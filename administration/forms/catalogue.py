"""What is asked about an item of the catalogue."""

from __future__ import annotations

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.utils.translation import gettext_lazy as _

from administration.actions.catalogue import ItemPlan
from interventions.models import CatalogueItem


class ItemForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = CatalogueItem
        fields = ["designation", "reference", "unit", "is_active"]
        help_texts = {
            "reference": _("As the supplier writes it."),
            "unit": _("What is counted: m, h, a box; empty for pieces."),
            "is_active": _("One that is not in use is not offered any more; slips that have it keep it."),
        }
        same = _("It is in the catalogue already, with the same reference.")
        error_messages = {NON_FIELD_ERRORS: {"unique_together": same}}

    def plan(self) -> ItemPlan:
        return ItemPlan(**self.cleaned_data)


class CatalogueFilter(forms.Form):
    """Which items are listed."""

    q = forms.CharField(label=_("Designation or reference"), required=False, max_length=100)
