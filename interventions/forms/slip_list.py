"""What a list of slips, and its totals, are asked for."""

from __future__ import annotations

import datetime as dt
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext, pgettext_lazy

from interventions.queries.slip_filters import ME, SUPPLY, Standing, Unsigned, technicians
from interventions.queries.slip_list import SlipListing
from interventions.queries.slip_totals import Period
from tickets.models import Account

ANY = ("", pgettext_lazy("filter", "any"))
# Far enough from the ends of the calendar that every day has a midnight and a day after it.
DAYS = [MinValueValidator(dt.date(1970, 1, 1)), MaxValueValidator(dt.date(2999, 12, 31))]


class DayField(forms.DateField):
    """A day, chosen in the browser's calendar."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"), validators=DAYS, **kwargs)


class SlipFilterForm(forms.Form):
    """Every filter of the list, filled with those in force."""

    q = forms.CharField(
        label=_("Number or words"), required=False, max_length=200, widget=forms.TextInput({"type": "search"})
    )
    account = forms.CharField(
        label=_("Client"), required=False, max_length=120, widget=forms.TextInput({"autocomplete": "off"})
    )
    technician = forms.ChoiceField(label=_("Technician"), required=False)
    state = forms.ChoiceField(label=pgettext_lazy("slips", "State"), required=False, choices=[ANY, *Standing.choices])
    reason = forms.ChoiceField(label=_("Not signed"), required=False, choices=[ANY, *Unsigned.choices])

    def __init__(self, *, listing: SlipListing) -> None:
        shown: dict[str, Any] = dict(listing.parameters)
        words = {each.name: choice.words for each, choice in listing.choices}
        super().__init__(initial=shown | {"account": words.get("account", "")}, auto_id="filter-%s")
        self.fields["from"] = DayField(label=pgettext_lazy("slips", "From"), required=False)
        self.fields["until"] = DayField(label=pgettext_lazy("slips", "Until"), required=False)
        people = [(str(person.pk), person.name) for person in technicians()]
        me = (ME, pgettext("technician", "me"))
        self.fields["technician"].choices = [ANY, me, *people]  # type: ignore[attr-defined]
        # A supply is chosen in the totals, and stays while the rest changes.
        self.kept = {name: shown[name] for name in SUPPLY if name in shown}


class TotalsForm(forms.Form):
    """Of which days, both included, and of whom; without an answer, of this month until today."""

    def __init__(self, asked: Any, today: dt.date) -> None:
        defaults = {"from": today.replace(day=1).isoformat(), "until": today.isoformat()}
        super().__init__(defaults | {name: value for name, value in asked.items() if value})
        self.today = today
        self.fields["from"] = DayField(label=pgettext_lazy("slips", "From"))
        self.fields["until"] = DayField(label=pgettext_lazy("slips", "Until"))
        self.fields["account"] = forms.ModelChoiceField(
            Account.objects.order_by("name"), required=False, label=_("Client"), empty_label=_("All")
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        start, end = cleaned.get("from"), cleaned.get("until")
        if start and end and end < start:
            self.add_error("until", _("The period ends before it begins."))
        return cleaned

    @property
    def period(self) -> Period:
        return Period(self.cleaned_data["from"], self.cleaned_data["until"], self.cleaned_data["account"])

    @property
    def query(self) -> str:
        """The end of an address that asks for the same."""
        account = {"account": self.period.account.pk} if self.period.account else {}
        return urlencode({"from": self.period.from_date, "until": self.period.until_date, **account})

    def periods(self) -> list[dict[str, Any]]:
        """The periods asked for most, of the same client."""
        first = self.today.replace(day=1)
        last = first - dt.timedelta(days=1)
        stretches = (
            (_("This month"), first, self.today),
            (_("Last month"), last.replace(day=1), last),
            (_("This year"), self.today.replace(month=1, day=1), self.today),
        )
        account = {"account": self.period.account.pk} if self.period.account else {}
        return [
            {
                "label": label,
                "url": "?" + urlencode({"from": start, "until": end, **account}),
                "current": (start, end) == (self.period.from_date, self.period.until_date),
            }
            for label, start, end in stretches
        ]
