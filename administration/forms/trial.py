"""What is tried: an instant, in the reader's zone, and what is promised then."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from administration.forms.amounts import AmountField
from sla.choices import Priority

TWO_HOURS = 7_200


class TrialForm(forms.Form):
    """When something is opened. Its inputs stand beside the form of the setting, and are sent with it."""

    opened_at = forms.DateTimeField(
        label=_("Opened on"), widget=forms.DateTimeInput({"type": "datetime-local"}, "%Y-%m-%dT%H:%M")
    )

    def __init__(self, typed: QueryDict, *, now: dt.datetime, **kwargs: Any) -> None:
        defaults = {"opened_at": timezone.localtime(now).strftime("%Y-%m-%dT%H:%M")} | self.defaults
        is_asked = "try-opened_at" in typed
        given = typed if is_asked else {f"try-{name}": value for name, value in defaults.items()}
        super().__init__(given, prefix="try", auto_id="%s", **kwargs)
        for field in self.fields.values():
            field.widget.attrs["form"] = "setting-form"

    @property
    def defaults(self) -> dict[str, Any]:
        return {}


class HoursTrialForm(TrialForm):
    """So much time of a calendar."""

    promise = AmountField(label=_("Promise"))

    @property
    def defaults(self) -> dict[str, Any]:
        return {"promise": "2 h"}


class PolicyTrialForm(TrialForm):
    """The promises of a policy at a priority."""

    priority = forms.ChoiceField(label=_("Priority"), choices=Priority.choices)
    has_guaranteed_repair = forms.BooleanField(label=_("The line has a guaranteed repair time"), required=False)

    @property
    def defaults(self) -> dict[str, Any]:
        return {"priority": Priority.HIGH}
