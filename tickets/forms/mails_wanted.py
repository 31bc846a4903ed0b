"""Which mails a person wants."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tickets.choices import MailKind
from tickets.declining import may_decline
from tickets.models import Contact, User


class MailsWantedForm(forms.Form):
    """A tick for each kind that the person gets and can do without."""

    wanted = forms.MultipleChoiceField(
        label=_("Mail me when"), required=False, widget=forms.CheckboxSelectMultiple, choices=()
    )

    def __init__(self, person: User | Contact, data: Mapping[str, Any] | None = None) -> None:
        self.offered = may_decline(person)
        wanted = [kind.value for kind in self.offered if kind not in person.muted]
        super().__init__(data, auto_id="mails-%s", initial={"wanted": wanted})
        field: Any = self.fields["wanted"]
        field.choices = [(kind.value, kind.label) for kind in self.offered]

    def declined(self) -> list[MailKind]:
        """The kinds without a tick. Only of a valid form."""
        return [kind for kind in self.offered if kind not in self.cleaned_data["wanted"]]
