"""The form of a calendar: its name and zone, its weeks, and the days that are unlike them."""

from __future__ import annotations

import datetime as dt
import zoneinfo
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from itertools import groupby
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from administration.actions.calendar import write_calendar
from administration.forms.opening import OpeningField, ranges_of, written
from administration.forms.sheet import Rows, Sheet, date_field
from administration.supposing import supposing
from sla.engine.weekly import WEEKDAYS
from sla.hours import public_holidays
from sla.models import Calendar

COUNTRIES = (
    ("", gettext_lazy("no public holidays")),
    ("FR", gettext_lazy("France")),
    ("BE", gettext_lazy("Belgium")),
    ("CH", gettext_lazy("Switzerland")),
    ("DE", gettext_lazy("Germany")),
    ("ES", gettext_lazy("Spain")),
    ("GB", gettext_lazy("United Kingdom")),
    ("IT", gettext_lazy("Italy")),
    ("LU", gettext_lazy("Luxembourg")),
    ("MC", gettext_lazy("Monaco")),
    ("PT", gettext_lazy("Portugal")),
)
# Offered beside the field; codes of other countries may be typed.
SUBDIVISIONS = {
    "6AE": "Alsace",
    "57": "Moselle",
    "971": "Guadeloupe",
    "972": "Martinique",
    "973": "Guyane",
    "974": "La Réunion",
    "976": "Mayotte",
}
_NO_PLACE = ("Etc/", "SystemV/", "US/", "posix/", "right/")


@cache
def time_zones() -> list[tuple[str, str]]:
    names = (name for name in zoneinfo.available_timezones() if "/" in name and not name.startswith(_NO_PLACE))
    return [("UTC", "UTC"), *((name, name.replace("_", " ")) for name in sorted(names))]


class CalendarForm(forms.Form):
    """What holds for the whole calendar. Times of the week are local times of its zone, never of the browser's."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=80)
    time_zone = forms.ChoiceField(label=gettext_lazy("Time zone"), choices=time_zones)
    country = forms.ChoiceField(label=gettext_lazy("Public holidays of"), choices=COUNTRIES, required=False)
    subdivision = forms.CharField(
        label=gettext_lazy("Region with holidays of its own"),
        max_length=8,
        required=False,
        widget=forms.TextInput(attrs={"list": "subdivisions", "autocomplete": "off"}),
    )
    is_round_the_clock = forms.BooleanField(label=gettext_lazy("Always open, 24/7"), required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        country, subdivision = cleaned.get("country", ""), cleaned.get("subdivision", "")
        if subdivision and not country:
            self.add_error("country", _("Choose the country of this region."))
        elif subdivision and not _is_known(country, subdivision):
            self.add_error("subdivision", _("“%(code)s” is not a region of this country.") % {"code": subdivision})
        return cleaned


class SeasonForm(forms.Form):
    """A week that holds always, or from one date to another."""

    valid_from = date_field(gettext_lazy("From"), required=False)
    valid_until = date_field(gettext_lazy("Until"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number, day in enumerate(WEEKDAYS):
            self.fields[f"day_{number}"] = OpeningField(owner=day, label=_(day))

    @property
    def days(self) -> list[forms.BoundField]:
        return [self[f"day_{number}"] for number in range(7)]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        _refuse_reversed(self, cleaned.get("valid_from"), cleaned.get("valid_until"), "valid_until")
        return cleaned

    @property
    def value(self) -> dict[str, Any]:
        given = self.cleaned_data
        weekly = {str(day): given[f"day_{day}"] for day in range(7) if given.get(f"day_{day}")}
        return {
            "weekly": weekly,
            "valid_from": _iso(given.get("valid_from")),
            "valid_until": _iso(given.get("valid_until")),
        }

    @staticmethod
    def typed(season: Mapping[str, Any]) -> dict[str, Any]:
        """What the form shows of a season that is saved."""
        days = {f"day_{day}": season["weekly"].get(str(day), []) for day in range(7)}
        return days | {"valid_from": season["valid_from"], "valid_until": season["valid_until"]}


class ClosureForm(forms.Form):
    """Closed from one date to another, both included."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=80)
    from_date = date_field(gettext_lazy("From"))
    until_date = date_field(gettext_lazy("Until"))
    is_yearly = forms.BooleanField(label=gettext_lazy("every year"), required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        _refuse_reversed(self, cleaned.get("from_date"), cleaned.get("until_date"), "until_date")
        return cleaned

    @property
    def value(self) -> dict[str, Any]:
        given = self.cleaned_data
        dates = {"from_date": _iso(given["from_date"]), "until_date": _iso(given["until_date"])}
        return {"name": given["name"], **dates, "is_yearly": given["is_yearly"]}


class OpeningForm(forms.Form):
    """Open on one date, at hours of its own, whatever the week and the holidays say."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=80)
    date = date_field(gettext_lazy("Date"))
    hours = forms.CharField(label=gettext_lazy("Hours"), max_length=200)

    def clean_hours(self) -> list[list[str]]:
        ranges = ranges_of(self.cleaned_data["hours"], str(self.cleaned_data.get("date") or ""))
        if not ranges:
            raise ValidationError(_("Give the hours at which it opens, or make it a closure."))
        return ranges


class CalendarSheet(Sheet):
    """All of a calendar on one page."""

    main_form = CalendarForm
    rows = {
        "seasons": Rows(SeasonForm, at_least=1),
        "closures": Rows(ClosureForm),
        "openings": Rows(OpeningForm),
    }

    @classmethod
    def typed(cls, values: Mapping[str, Any]) -> dict[str, Any]:
        """What the form shows of a calendar that is saved."""
        openings = groupby(values["special_openings"], key=lambda each: (each["name"], each["date"]))
        return {
            "main": values,
            "seasons": [SeasonForm.typed(season) for season in values["seasons"]],
            "closures": values["closures"],
            "openings": [
                {"name": name, "date": date, "hours": written([[each["opens"], each["closes"]] for each in ranges])}
                for (name, date), ranges in openings
            ],
        }

    @property
    def values(self) -> dict[str, Any]:
        """The calendar as `calendar_values` gives it, in the same order."""
        closures = [form.value for form in self.filled("closures")]
        openings = [
            {"name": given["name"], "date": given["date"].isoformat(), "opens": opens, "closes": closes}
            for given in (form.cleaned_data for form in self.filled("openings"))
            for opens, closes in given["hours"]
        ]
        return {
            **self.main.cleaned_data,
            "seasons": [form.value for form in self.filled("seasons")],
            "closures": sorted(closures, key=lambda c: (c["from_date"], c["until_date"], c["name"])),
            "special_openings": sorted(openings, key=lambda o: (o["date"], o["opens"])),
        }

    def check_whole(self) -> None:
        """Raises ValidationError where the calendar as a whole may not be: it would never open, its weeks overlap."""
        with supposing():
            write_calendar(self.values, self._row())

    @contextmanager
    def supposed(self) -> Iterator[Calendar | None]:
        """The calendar as it would be, as long as one looks; None while what was typed makes no sense."""
        values = self.supposed_values
        with supposing():
            yield self._written(values) if values else None

    def _written(self, values: Mapping[str, Any]) -> Calendar | None:
        row = self._row()
        try:
            write_calendar({**values, "name": values["name"] or "…"}, row)
        except ValidationError:
            return None
        return Calendar.objects.get(pk=row.pk)

    def _row(self) -> Calendar:
        return Calendar.objects.get(pk=self.subject.pk) if self.subject else Calendar()


def _refuse_reversed(form: forms.Form, first: dt.date | None, last: dt.date | None, field: str) -> None:
    if first and last and last < first:
        form.add_error(field, _("It ends before it begins."))


def _iso(date: dt.date | None) -> str | None:
    return date.isoformat() if date else None


def _is_known(country: str, subdivision: str) -> bool:
    try:
        public_holidays(country, subdivision, 2026)
    except NotImplementedError:
        return False
    return True
