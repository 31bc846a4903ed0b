"""What a reader may ask of a report."""

from __future__ import annotations

import datetime as dt
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from reports.choices import Outcome
from sla.choices import Metric, Priority
from sla.models import Policy
from tickets.models import Account

# Far enough from the ends of the calendar that every day has a midnight and a day after it.
DAYS = [MinValueValidator(dt.date(1970, 1, 1)), MaxValueValidator(dt.date(2999, 12, 31))]


class PeriodForm(forms.Form):
    """The period of a sheet, both days included; without one, this month until today."""

    def __init__(self, asked: Any, today: dt.date) -> None:
        defaults = {"from": today.replace(day=1).isoformat(), "to": today.isoformat()}
        self.today = today
        super().__init__(defaults | {name: value for name, value in asked.items() if value})
        for name, label in (("from", _("From")), ("to", _("To"))):
            day = forms.DateInput({"type": "date"}, "%Y-%m-%d")
            self.fields[name] = forms.DateField(label=label, widget=day, validators=DAYS)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        start, end = cleaned.get("from"), cleaned.get("to")
        if start and end and end < start:
            self.add_error("to", _("The period ends before it begins."))
        return cleaned


class SheetForm(PeriodForm):
    """Account, policy and period of a sheet."""

    account = forms.ModelChoiceField(Account.objects.all(), required=False, label=_("Client account"))
    policy = forms.ModelChoiceField(Policy.objects.all(), required=False, label=_("Policy"))

    def __init__(self, asked: Any, today: dt.date) -> None:
        super().__init__(asked, today)
        for name in ("account", "policy"):
            self.fields[name].empty_label = _("All")  # type: ignore[attr-defined]

    @property
    def asked(self) -> dict[str, Any]:
        """The arguments of `queries.compliance`."""
        return {
            "from_date": self.cleaned_data["from"],
            "to_date": self.cleaned_data["to"],
            "account": self.cleaned_data["account"],
            "policy": self.cleaned_data["policy"],
        }

    @property
    def query(self) -> dict[str, Any]:
        """The same as the parameters of an address."""
        named = {name: self.cleaned_data[name] for name in ("account", "policy")}
        dates = {name: self.cleaned_data[name].isoformat() for name in ("from", "to")}
        return {name: row.pk for name, row in named.items() if row} | dates

    @property
    def address(self) -> str:
        """The query as an address ends in it."""
        return urlencode(self.query)

    @property
    def last_year(self) -> str:
        """The end of an address that asks for the last twelve months of everything."""
        return urlencode({"from": self.today - dt.timedelta(days=365), "to": self.today})


class FigureForm(SheetForm):
    """One figure of a sheet: a priority, and a verdict on a metric; each of them may be left out."""

    priority = forms.ChoiceField(choices=[("", ""), *Priority.choices], required=False)
    metric = forms.ChoiceField(choices=[("", ""), *Metric.choices], required=False)
    verdict = forms.ChoiceField(choices=[("", ""), *((o.key, o.label) for o in Outcome)], required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        verdict = cleaned.get("verdict")
        cleaned["verdict"] = Outcome[verdict.upper()] if verdict else None
        if cleaned["verdict"] in (Outcome.KEPT, Outcome.MISSED) and not cleaned.get("metric"):
            self.add_error("metric", _("Choose a metric."))
        return cleaned
