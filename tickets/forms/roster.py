"""What a duty and an absence are entered with; times are those of the reader's zone."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tickets.actions.roster import planned_duties
from tickets.choices import STAFF_ROLES, Role
from tickets.models import Queue, User
from tickets.permissions import Permission, allows
from tickets.refusal import ActionRefused


def moment_field(label: object) -> forms.DateTimeField:
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    return forms.DateTimeField(label=label, widget=widget)  # type: ignore[arg-type]


class DutyForm(forms.Form):
    """Refuses, beside the fields, what `add_duty` would refuse."""

    queue = forms.ModelChoiceField(Queue.objects.filter(is_active=True), label=_("Queue"), empty_label=None)
    technician = forms.ModelChoiceField(User.objects.none(), label=_("Technician"), empty_label="—")
    from_at = moment_field(_("From"))
    until_at = moment_field(_("Until"))
    every_week_until = forms.DateField(
        label=_("Every week until"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Leave it empty for a single duty."),
    )

    def __init__(self, *args: Any, at: dt.datetime, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "duty-%s", **kwargs})
        self.at = at
        technicians = User.objects.filter(is_active=True, roles__contains=[Role.TECHNICIAN])
        self.fields["technician"].queryset = technicians.order_by("name")  # type: ignore[attr-defined]

    def clean(self) -> None:
        if self.errors:
            return
        try:
            planned_duties(**self.cleaned_data, at=self.at)
        except ActionRefused as refusal:
            self.add_error(None, str(refusal))


class AbsenceForm(forms.Form):
    """Who may edit the roster says it of anybody, others of themselves."""

    user = forms.ModelChoiceField(User.objects.none(), label=_("Who"), empty_label=None)
    from_at = moment_field(_("From"))
    until_at = moment_field(_("Until"))
    reason = forms.CharField(label=_("Reason"), max_length=120, required=False)

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "absence-%s", **kwargs})
        people = User.objects.filter(is_active=True, roles__overlap=sorted(STAFF_ROLES)).order_by("name")
        mine = people if allows(by, Permission.ROSTER_EDIT) else people.filter(pk=by.pk)
        self.fields["user"].queryset = mine  # type: ignore[attr-defined]
        self.fields["user"].initial = by.pk

    def clean(self) -> None:
        start, end = self.cleaned_data.get("from_at"), self.cleaned_data.get("until_at")
        if start and end and end.astimezone(dt.UTC) <= start.astimezone(dt.UTC):
            self.add_error("until_at", _("An absence ends after it starts: correct one of the two."))
