"""What is asked about an account, a contract and a contact."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from administration.actions.accounts import AccountPlan, ContractPlan, overlapping
from administration.actions.contacts import ContactPlan
from administration.forms.fields import LANGUAGES, PhoneField, PhonesField
from sla.models import Policy
from tickets.models import Account, Contact, Contract
from tickets.phone import readable


class AccountForm(forms.ModelForm):  # type: ignore[type-arg]
    phone = PhoneField(label=_("Switchboard"))
    looks_after = forms.ModelMultipleChoiceField(
        label=_("Looks after"),
        queryset=Account.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Its people see all tickets of these companies."),
    )

    class Meta:
        model = Account
        fields = ["name", "phone", "notes", "is_active", "is_partner", "looks_after"]
        widgets = {"notes": forms.Textarea(attrs={"rows": 4})}
        help_texts = {
            "notes": _("What whoever goes there has to know: access, parking, whom to ask for."),
            "is_active": _("One that is not active is not offered when a call comes in; its tickets stay."),
        }
        error_messages = {"name": {"unique": _("Another client has this name: choose another one.")}}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = Account.objects.exclude(pk=self.instance.pk).order_by("name")
        self.fields["looks_after"].queryset = others  # type: ignore[attr-defined]
        if self.instance.pk:
            self.initial["phone"] = readable(self.instance.phone) if self.instance.phone else ""

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("looks_after") and not cleaned.get("is_partner"):
            self.add_error("looks_after", gettext("Only a partner looks after other accounts: tick “partner”, too."))
        return cleaned

    def arguments(self) -> dict[str, Any]:
        """What the action takes."""
        said = dict(self.cleaned_data)
        return {"looks_after": said.pop("looks_after"), "plan": AccountPlan(**said)}


class ContractForm(forms.ModelForm):  # type: ignore[type-arg]
    policy = forms.ModelChoiceField(
        label=_("Policy"), queryset=Policy.objects.filter(is_without_contract=False), empty_label=None
    )

    class Meta:
        model = Contract
        fields = ["policy", "from_date", "until_date"]
        widgets = {name: forms.DateInput({"type": "date"}, format="%Y-%m-%d") for name in ("from_date", "until_date")}
        help_texts = {"until_date": _("The last day, which counts; empty where it goes on.")}

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        start, end = cleaned.get("from_date"), cleaned.get("until_date")
        if start and end and end < start:
            self.add_error("until_date", gettext("The last day comes before the first."))
        elif start and "policy" in cleaned:
            self._refuse_overlap()
        return cleaned

    def _refuse_overlap(self) -> None:
        mine = self.instance if self.instance.pk else None
        other = overlapping(self.plan(), self.instance.account, other_than=mine)
        if other is not None:
            words = {"policy": other.policy, "start": date_format(other.from_date, "SHORT_DATE_FORMAT")}
            sentence = gettext("“%(policy)s” of %(start)s is in force then: give it a last day before.")
            self.add_error("from_date", sentence % words)

    def plan(self) -> ContractPlan:
        said: dict[str, Any] = {name: self.cleaned_data.get(name) for name in self.Meta.fields}
        return ContractPlan(**said)


class ContactForm(forms.ModelForm):  # type: ignore[type-arg]
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES)
    phones = PhonesField(label=_("Phone numbers"))

    class Meta:
        model = Contact
        fields = ["name", "job", "email", "language"]
        help_texts = {"email": _("Replies go there.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["phones"] = "\n".join(readable(phone.number) for phone in self.instance.phones.all())

    def arguments(self) -> dict[str, Any]:
        """What the action takes."""
        said = dict(self.cleaned_data)
        return {"phones": said.pop("phones"), "plan": ContactPlan(**said)}


class AccountFilter(forms.Form):
    """Which clients the list shows."""

    q = forms.CharField(label=_("Name, number or contact"), required=False, max_length=100)
