"""From a calendar's rows to the engine's `ServiceHours`, compiled once a calendar version and process."""

from __future__ import annotations

import datetime as dt
import uuid
from functools import lru_cache
from typing import TYPE_CHECKING

from sla.engine import Season, ServiceHours

if TYPE_CHECKING:
    from sla.models import Calendar, Closure

# Public holidays are known for these years; promises and histories lie well inside.
FIRST_YEAR, LAST_YEAR = 2000, 2060

_compiled: dict[int, tuple[uuid.UUID, ServiceHours]] = {}


def compile_hours(calendar: Calendar) -> ServiceHours:
    """The hours of a saved calendar. Raises ValueError with a sentence where its rows are wrong."""
    known = _compiled.get(calendar.pk)
    if known and known[0] == calendar.version:
        return known[1]
    hours = build_hours(calendar)
    _compiled[calendar.pk] = (calendar.version, hours)
    return hours


def build_hours(calendar: Calendar) -> ServiceHours:
    """The hours of a calendar as it stands in memory, saved or not; remembered nowhere. Raises as `compile_hours`."""
    if calendar.is_round_the_clock:
        return ServiceHours.round_the_clock(time_zone=calendar.time_zone)
    return ServiceHours(
        time_zone=calendar.time_zone,
        seasons=[_season(season) for season in calendar.seasons],
        closed=closed_dates(calendar),
        special=_special(calendar),
    )


def _season(season: dict[str, object]) -> Season:
    weekly = {int(day): [tuple(pair) for pair in ranges] for day, ranges in season["weekly"].items()}  # type: ignore[attr-defined]
    return Season(
        weekly=weekly,
        valid_from=_date(season.get("valid_from")),
        valid_until=_date(season.get("valid_until")),
    )


def _date(text: object) -> dt.date | None:
    return dt.date.fromisoformat(str(text)) if text else None


def closed_dates(calendar: Calendar) -> dict[dt.date, str]:
    """Every closed date with its name: the public holidays, then the closures over them."""
    closed: dict[dt.date, str] = {}
    for year in range(FIRST_YEAR, LAST_YEAR + 1):
        closed.update(public_holidays(calendar.country, calendar.subdivision, year))
    for closure in calendar.closures.all() if calendar.pk else ():
        closed.update(dict.fromkeys(_days(closure), closure.name))
    return closed


def _days(closure: Closure) -> list[dt.date]:
    length = (closure.until_date - closure.from_date).days + 1
    starts = _yearly(closure.from_date) if closure.is_yearly else [closure.from_date]
    return [start + dt.timedelta(days=n) for start in starts for n in range(length)]


def _yearly(first: dt.date) -> list[dt.date]:
    return [_same_day(first, year) for year in range(first.year, LAST_YEAR + 1)]


def _same_day(day: dt.date, year: int) -> dt.date:
    try:
        return day.replace(year=year)
    except ValueError:
        return dt.date(year, 3, 1)  # 29 February in a common year


def _special(calendar: Calendar) -> dict[dt.date, list[tuple[str, str]]]:
    special: dict[dt.date, list[tuple[str, str]]] = {}
    for opening in calendar.special_openings.all() if calendar.pk else ():
        special.setdefault(opening.date, []).append((opening.opens, opening.closes))
    return special


@lru_cache(maxsize=1024)
def public_holidays(country: str, subdivision: str, year: int) -> dict[dt.date, str]:
    """Public holidays of a country (ISO 3166 code) and subdivision, by date, named in French where it can.

    Alsace is "6AE" and Moselle "57" for the `holidays` package.
    """
    if not country:
        return {}
    from holidays import country_holidays  # 20 MB and 0.2 s that most processes never need

    days = country_holidays(country, subdiv=subdivision or None, years=year, language="fr" if country == "FR" else None)
    return dict(days)
