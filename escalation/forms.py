"""What a person types to escalate."""

from __future__ import annotations

from collections.abc import Iterable

from django import forms
from django.utils.translation import gettext_lazy as _


class EscalateForm(forms.Form):
    """The reason, which whoever is told reads first."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What is at stake, and since when. Whoever is told reads it first."),
        error_messages={"required": _("Say why this ticket has to be escalated: whoever is told reads it.")},
    )


class EscalateForCallerForm(EscalateForm):
    """The same, filled in by the house: also in the name of a client who calls."""

    asked_by = forms.ChoiceField(
        label=_("Asked for by"),
        required=False,
        help_text=_("Who called. They are told by mail when somebody has taken it up."),
    )
    field_order = ("asked_by", "reason")

    def __init__(self, callers: Iterable[tuple[int, str]]) -> None:
        """`callers`: the keys and names of who may have called."""
        super().__init__(auto_id="escalate-%s")
        self.fields["asked_by"].choices = [("", _("Us: nobody called about it")), *callers]  # type: ignore[attr-defined]
