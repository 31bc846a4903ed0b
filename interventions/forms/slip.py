"""What is filled in on site."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy

from interventions.actions.photo import PhotoTaken
from interventions.filling import LONGEST_TEXT, Filled, SlipSeen, SupplyLine, text_of
from interventions.forms.sent import MomentField, SentForm
from interventions.forms.supplies import supplies_sent
from interventions.models import Slip
from tickets.models import WorkType

LONGEST_TRAVEL = 24 * 60


class ArriveForm(SentForm):
    """One tap; or the time by hand, for who arrived before."""

    verb = "arrive"
    arrived_at = MomentField(label=gettext_lazy("Arrived at"), required=False)


class UndoForm(SentForm):
    verb = "arrive_undo"


class LeaveForm(SentForm):
    """One tap; or the time by hand, for who left before."""

    verb = "leave"
    departed_at = MomentField(label=gettext_lazy("Left at"), required=False)


class TimesForm(SentForm):
    """The times of a slip, corrected by hand."""

    verb = "times"
    arrived_at = MomentField(label=gettext_lazy("Arrived at"))
    departed_at = MomentField(label=gettext_lazy("Left at"), required=False)
    travel_minutes = forms.IntegerField(
        label=gettext_lazy("Travel, in minutes"), min_value=0, max_value=LONGEST_TRAVEL, required=False
    )
    reason = forms.CharField(label=gettext_lazy("Why"), max_length=200, required=False)

    def __init__(self, *args: Any, slip: Slip | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if slip is not None:
            self.initial.update(
                arrived_at=slip.arrived_at, departed_at=slip.departed_at, travel_minutes=slip.travel_minutes
            )
            self.fields["arrived_at"].present = slip.arrived_at  # type: ignore[attr-defined]
            self.fields["departed_at"].present = slip.departed_at  # type: ignore[attr-defined]

    def clean_travel_minutes(self) -> int:
        return self.cleaned_data["travel_minutes"] or 0

    def clean(self) -> None:
        """Who left in the hour that comes twice left after the arrival."""
        arrived, departed = self.cleaned_data.get("arrived_at"), self.cleaned_data.get("departed_at")
        if arrived and departed and departed.astimezone(dt.UTC) < arrived.astimezone(dt.UTC):
            second = departed.replace(fold=1)
            if second.astimezone(dt.UTC) >= arrived.astimezone(dt.UTC):
                self.cleaned_data["departed_at"] = second


class FillForm(SentForm):
    """The slip, with what its page knew of it before (`seen_…`), so that nobody's change is overwritten unseen.

    What is not sent stays; `seen_supplies` says that all lines are sent, also none.
    """

    verb = "save"
    findings = forms.CharField(required=False, max_length=LONGEST_TEXT, widget=forms.Textarea)
    observations = forms.CharField(required=False, max_length=LONGEST_TEXT, widget=forms.Textarea)
    work_type = forms.ModelChoiceField(
        WorkType.objects.all(), label=gettext_lazy("Work type"), required=False, empty_label=None
    )
    travel_minutes = forms.IntegerField(
        label=gettext_lazy("Travel, in minutes"), min_value=0, max_value=LONGEST_TRAVEL, required=False
    )
    seen = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)

    def __init__(self, *args: Any, slip: Slip | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lines: list[SupplyLine] = []
        offered = WorkType.objects.filter(Q(is_active=True) | Q(pk=slip.work_type_id if slip else None))
        self.fields["work_type"].queryset = offered  # type: ignore[attr-defined]
        if slip is not None:
            self.initial.update(findings=slip.findings, observations=slip.observations)
            self.initial.update(work_type=slip.work_type_id, travel_minutes=slip.travel_minutes)

    def clean_findings(self) -> str:
        return text_of(self.cleaned_data["findings"])

    def clean_observations(self) -> str:
        return text_of(self.cleaned_data["observations"])

    def clean(self) -> None:
        self.lines, wrong = supplies_sent(self.data)
        for name, sentences in wrong.items():
            # A line is no field of the form: its sentences stand above the lines.
            self.errors[name] = self.error_class(sentences)

    @property
    def line_errors(self) -> list[str]:
        """What is wrong with the lines of supplies; each sentence names its line."""
        return [str(error) for name, found in self.errors.items() if name.startswith("suppl") for error in found]

    @property
    def filled(self) -> Filled:
        """What a valid form says."""
        given = self.cleaned_data
        sent = {name: given[name] for name in ("findings", "observations", "work_type") if name in self.data}
        if "travel_minutes" in self.data:
            sent["travel_minutes"] = given["travel_minutes"] or 0
        if "seen_supplies" in self.data or self.lines:
            sent["supplies"] = self.lines
        return Filled(**sent)

    @property
    def slip_seen(self) -> SlipSeen | None:
        """What was known of the slip; None where the form does not say."""
        revision = self.cleaned_data["seen"]
        if revision is None:
            return None
        names = ("findings", "observations", "work_type", "travel_minutes")
        values = {name: text_of(self.data[f"seen_{name}"]) for name in names if f"seen_{name}" in self.data}
        supplies = _seen_supplies(self.data)
        return SlipSeen(revision, values if supplies is None else {**values, "supplies": supplies})


class PhotoForm(SentForm):
    verb = "photo"
    photo = forms.FileField(label=gettext_lazy("Photo"), allow_empty_file=True)
    caption = forms.CharField(label=gettext_lazy("What it shows"), max_length=120, required=False)
    taken_at = MomentField(required=False, widget=forms.HiddenInput)

    @property
    def taken(self) -> PhotoTaken:
        """The photo of a valid form."""
        given = self.cleaned_data
        taken_at = min(given["taken_at"] or self.done, self.at)
        return PhotoTaken(given["photo"], given["caption"], taken_at, self.sent_key)


class PhotoRemoveForm(SentForm):
    """`photo` is the number of the photo, or the key that a phone gave it."""

    verb = "photo_remove"
    photo = forms.CharField(max_length=40)


def _seen_supplies(data: Mapping[str, str]) -> str | None:
    """The lines that were known, as `text_of` says them; None for what cannot be read."""
    try:
        lines = json.loads(data.get("seen_supplies", ""))
        return text_of(
            [
                SupplyLine(Decimal(line["quantity"]), line["designation"], line["unit"], line["reference"])
                for line in lines
            ]
        )
    except (ValueError, TypeError, KeyError, ArithmeticError):
        return None
