"""What is asked when hours are bought, or their balance is corrected."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from administration.forms.amounts import MINUTE, AmountField
from tickets.models import Contract

BUY, CORRECT = "buy", "correct"
MORE, FEWER = "more", "fewer"


class ContractField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """One of the contracts of a client, by its policy and its first day."""

    def label_from_instance(self, obj: Contract) -> str:
        start = date_format(obj.from_date, "SHORT_DATE_FORMAT")
        return gettext("%(policy)s, since %(start)s") % {"policy": obj.policy, "start": start}


class _HoursForm(forms.Form):
    verb = ""

    contract = ContractField(label=_("Contract"), queryset=Contract.objects.none(), empty_label=None)
    amount = AmountField(label=pgettext_lazy("prepaid hours", "Hours"), help_text=_("As 10 h, 1 h 30 or 45 min."))
    note = forms.CharField(label=_("Note"), max_length=200, required=False)

    def __init__(self, data: Any = None, *, contracts: QuerySet[Contract]) -> None:
        super().__init__(data, auto_id=f"{self.verb}-%s")
        self.fields["contract"].queryset = contracts  # type: ignore[attr-defined]

    def arguments(self) -> dict[str, Any]:
        """What the action takes."""
        said = self.cleaned_data
        return {"contract": said["contract"], "minutes": said["amount"] // MINUTE, "note": said["note"]}

    def clean_amount(self) -> int:
        amount: int = self.cleaned_data["amount"]
        if amount < MINUTE:
            raise forms.ValidationError(gettext("Give at least a minute."))
        return amount


class BuyForm(_HoursForm):
    """The client has paid for hours."""

    verb = BUY
    field_order = ("contract", "amount", "note")


class CorrectForm(_HoursForm):
    """The balance was wrong, for a reason that stays."""

    verb = CORRECT
    direction = forms.ChoiceField(
        label=_("The balance gets"),
        choices=[
            (MORE, pgettext_lazy("prepaid hours", "more")),
            (FEWER, pgettext_lazy("prepaid hours", "less")),
        ],
        initial=MORE,
    )
    note = forms.CharField(label=_("Reason"), max_length=200)
    field_order = ("contract", "direction", "amount", "note")

    def arguments(self) -> dict[str, Any]:
        said = super().arguments()
        return said | {"minutes": -said["minutes"]} if self.cleaned_data["direction"] == FEWER else said


FORMS: dict[str, type[_HoursForm]] = {BUY: BuyForm, CORRECT: CorrectForm}
