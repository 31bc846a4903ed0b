"""Who can be added to a cell of the resources matrix."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from tickets.choices import Role
from tickets.models import User


class ResourceForm(forms.Form):
    technician = forms.ModelChoiceField(
        label=_("Technician"),
        queryset=User.objects.filter(roles__contains=[Role.TECHNICIAN], is_active=True),
        error_messages={"required": _("Technician: choose who is asked.")},
    )


class StepForm(forms.Form):
    """One place up or down."""

    step = forms.TypedChoiceField(choices=[("-1", "-1"), ("1", "1")], coerce=int)
