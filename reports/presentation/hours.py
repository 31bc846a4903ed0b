"""The hours that a sheet's commitments are counted in, in words."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import Any

from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _

from sla.models import Calendar, Policy

Ranges = tuple[tuple[str, str], ...]


def hours_in_words(policies: Iterable[Policy]) -> list[str]:
    """One sentence for each calendar with hours of its own that the policies promise on."""
    targets = (target for policy in policies for target in policy.targets.all() if target.duration)
    calendars = {target.calendar.pk: target.calendar for target in targets}
    return [_sentence(calendar) for calendar in calendars.values() if not calendar.is_round_the_clock]


def _sentence(calendar: Calendar) -> str:
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
