"""How far the work is."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from tickets.choices import Status
from tickets.forms.base import VerbForm


def reason_field(label: object) -> forms.CharField:
    return forms.CharField(label=label, max_length=200)  # type: ignore[arg-type]


class WaitForm(VerbForm):
    verb = "wait"
    status = forms.ChoiceField(
        label=_("Wait for"),
        choices=[
            (Status.WAITING_CLIENT.value, _("the client")),
            (Status.WAITING_THIRD_PARTY.value, _("a third party")),
        ],
        widget=forms.RadioSelect,
        initial=Status.WAITING_CLIENT.value,
    )
    reason = reason_field(_("What it waits for"))


class ResolveForm(VerbForm):
    verb = "resolve"
    solution = forms.CharField(
        label=_("Solution"),
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("The requester reads it."),
    )


class ReopenForm(VerbForm):
    verb = "reopen"
    reason = reason_field(_("What does not work yet"))


class CancelForm(VerbForm):
    verb = "cancel"
    reason = reason_field(_("Why there is nothing to do"))
