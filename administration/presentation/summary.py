"""A calendar in a few words, as a list says it."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _

from administration.forms.opening import written
from sla.models import Calendar


def hours_in_short(calendar: Calendar) -> str:
    """The first week, days that are alike told together; whether there are more."""
    if calendar.is_round_the_clock:
        return _("always open, 24/7")
    weeks = [_week(season["weekly"]) for season in calendar.seasons if any(season["weekly"].values())]
    if not weeks:
        return _("special openings alone")
    more = _("; other weeks in some seasons") if len(weeks) > 1 else ""
    return weeks[0] + more


def _week(weekly: dict[str, Any]) -> str:
    hours = [written(weekly.get(str(day), [])) for day in range(7)]
    runs = ((list(days), text) for text, days in groupby(range(7), key=lambda day: hours[day]))
    return ", ".join(f"{_days(days)} {text.replace(', ', ' / ')}" for days, text in runs if text)


def _days(days: list[int]) -> str:
    first, last = str(WEEKDAYS[days[0]]).lower(), str(WEEKDAYS[days[-1]]).lower()
    return first if len(days) == 1 else _("%(first)s to %(last)s") % {"first": first, "last": last}
