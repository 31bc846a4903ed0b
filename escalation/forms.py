"""What a person types to escalate."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from escalation.queries import callers_of
from tickets.models import Contact, Ticket


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

    asked_by = forms.ModelChoiceField(
        Contact.objects.none(),
        label=_("Asked for by"),
        required=False,
        empty_label=_("Us: nobody called about it"),
        help_text=_("Who called. They are told by mail when somebody has taken it up."),
    )
    field_order = ("asked_by", "reason")

    def __init__(self, ticket: Ticket, auto_id: str = "escalate-%s") -> None:
        super().__init__(auto_id=auto_id)
        self.fields["asked_by"].queryset = callers_of(ticket)  # type: ignore[attr-defined]
