"""The time of those who work on a ticket."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tickets.forms.base import VerbForm
from tickets.models import TimeEntry, WorkType


class TimeForm(VerbForm):
    verb = "time"
    minutes = forms.IntegerField(label=_("Minutes"), min_value=1, max_value=1440)
    work_type = forms.ModelChoiceField(label=_("Work type"), queryset=WorkType.objects.all(), empty_label=None)
    note = forms.CharField(label=_("Note"), max_length=200, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        usual = self.ticket.work_type_id
        offered = WorkType.objects.filter(Q(is_active=True) | Q(pk=usual))
        self.fields["work_type"].queryset = offered  # type: ignore[attr-defined]
        self.initial.setdefault("work_type", usual)


class TimerStopForm(TimeForm):
    """The minutes are proposed, rounded up; who worked says how many they were."""

    verb = "timer_stop"


class CorrectTimeForm(TimeForm):
    """What one logged oneself; `entry` says which."""

    verb = "correct_time"
    entry = forms.IntegerField(widget=forms.HiddenInput)

    def clean_entry(self) -> TimeEntry:
        entry = TimeEntry.objects.filter(pk=self.cleaned_data["entry"], ticket=self.ticket).first()
        if entry is None:
            raise ValidationError(gettext("There is no such time on this ticket."))
        return entry
