"""Calendars in the reader's words."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import Any

from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _

from sla.models import Calendar

Ranges = tuple[tuple[str, str], ...]


def calendar_in_words(calendar: Calendar) -> str:
    """When it is open, in one sentence: its weekly hours, and whether public holidays are."""
    hours = _("; ").join(words for season in calendar.seasons for words in _season(season))
    said = {"calendar": calendar.name, "hours": hours}
    if calendar.country:
        return _("%(calendar)s: %(hours)s, except on public holidays.") % said
    return _("%(calendar)s: %(hours)s.") % said


def _season(season: dict[str, Any]) -> Iterable[str]:
    """Days that follow one another with the same ranges are told together."""
    ranges: list[Ranges] = [tuple(tuple(pair) for pair in season["weekly"].get(str(day), ())) for day in range(7)]
    for same, run in groupby(range(7), key=lambda day: ranges[day]):
        days = list(run)
        if same:
            open_at = _(" and ").join(map(_range, same))
            yield f"{_days(days[0], days[-1])} {open_at}"


def _range(pair: tuple[str, str]) -> str:
    """Hours without a leading zero, as everywhere on the screen."""
    return " – ".join(time.removeprefix("0") for time in pair)


def _days(first: int, last: int) -> str:
    if first == last:
        return str(WEEKDAYS[first])
    return _("%(first)s to %(last)s") % {"first": str(WEEKDAYS[first]), "last": str(WEEKDAYS[last])}
