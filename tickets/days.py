"""The house's day: in its own zone, wherever whoever asks may be. A contract, a month and a sheet count in it."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from django.conf import settings

ZONE = ZoneInfo(settings.TIME_ZONE)


def day_of(at: dt.datetime) -> dt.date:
    """The day that it is for the house at that instant."""
    return at.astimezone(ZONE).date()


def midnight(day: dt.date) -> dt.datetime:
    """The instant at which a day begins for the house."""
    return dt.datetime.combine(day, dt.time(), ZONE)
