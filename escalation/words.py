"""Instants and durations inside sentences, in the active language and time zone."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone
from django.utils.formats import date_format

HOUR, MINUTE = dt.timedelta(hours=1), dt.timedelta(minutes=1)


def moment(at: dt.datetime, seen_at: dt.datetime) -> str:
    """`16:15` on the same day, otherwise with its day."""
    local, here = timezone.localtime(at), timezone.localtime(seen_at)
    time = date_format(local, "G:i")
    if local.date() == here.date():
        return time
    day = date_format(local, "D j N" if local.year == here.year else "D j N Y")
    return f"{day}, {time}"


def duration(amount: dt.timedelta) -> str:
    """`30 min`, `1 h`, `1 h 30`: hours are never turned into days."""
    hours, minutes = amount // HOUR, amount % HOUR // MINUTE
    if not hours:
        return f"{minutes} min"
    return f"{hours} h {minutes:02}" if minutes else f"{hours} h"
