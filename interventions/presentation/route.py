"""The day of a technician: where to go, in order."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone

from interventions.presentation.stop import stops_of
from interventions.queries.day import visits_of
from tickets.models import User

DAY = dt.timedelta(days=1)


def day_asked(text: str, at: dt.datetime) -> dt.date:
    """The day that an address names, as 2026-10-12; today of the reader where it names none."""
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return timezone.localdate(at)


def route(technician: User, day: dt.date, at: dt.datetime) -> dict[str, Any]:
    """The visits of the reader's day, also those that began the evening before."""
    today = timezone.localdate(at)
    return {
        "day": day,
        "is_today": day == today,
        "stops": stops_of(visits_of(technician, _midnight(day), _midnight(_next(day)))),
        "previous": _previous(day),
        "next": _next(day),
    }


def _next(day: dt.date) -> dt.date:
    return day + DAY if day < dt.date.max else day


def _previous(day: dt.date) -> dt.date:
    return day - DAY if day > dt.date.min else day


def _midnight(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(), timezone.get_current_timezone())
