"""A calendar as plain values: what a form gives, a job carries and the log keeps."""

from __future__ import annotations

from typing import Any

from sla.models import Calendar

# What changes no hour and so moves no deadline.
NO_HOURS = ("name",)


def calendar_values(calendar: Calendar) -> dict[str, Any]:
    """The calendar with its seasons, closures and special openings; dates are ISO 8601, times HH:MM of its zone."""
    closures = calendar.closures.order_by("from_date", "until_date", "name")
    openings = calendar.special_openings.order_by("date", "opens")
    return {
        "name": calendar.name,
        "time_zone": calendar.time_zone,
        "is_round_the_clock": calendar.is_round_the_clock,
        "country": calendar.country,
        "subdivision": calendar.subdivision,
        "seasons": [_season(season) for season in calendar.seasons],
        "closures": [
            {
                "name": closure.name,
                "from_date": closure.from_date.isoformat(),
                "until_date": closure.until_date.isoformat(),
                "is_yearly": closure.is_yearly,
            }
            for closure in closures
        ],
        "special_openings": [
            {"name": each.name, "date": each.date.isoformat(), "opens": each.opens, "closes": each.closes}
            for each in openings
        ],
    }


def hours_of(values: dict[str, Any]) -> dict[str, Any]:
    """The part of the values that a deadline may depend on."""
    return {name: value for name, value in values.items() if name not in NO_HOURS}


def _season(season: dict[str, Any]) -> dict[str, Any]:
    weekly = {day: [list(pair) for pair in ranges] for day, ranges in sorted(season["weekly"].items()) if ranges}
    return {"weekly": weekly, "valid_from": season.get("valid_from"), "valid_until": season.get("valid_until")}


# What the form of a new calendar begins with.
NEW: dict[str, Any] = {
    "name": "",
    "time_zone": "Europe/Paris",
    "is_round_the_clock": False,
    "country": "FR",
    "subdivision": "",
    "seasons": [
        {
            "weekly": {str(day): [["09:00", "12:30"], ["14:00", "18:00"]] for day in range(5)},
            "valid_from": None,
            "valid_until": None,
        }
    ],
    "closures": [],
    "special_openings": [],
}
