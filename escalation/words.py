"""Instants inside sentences that are kept, mailed or read later, in the active language and time zone."""

from __future__ import annotations

import datetime as dt

from helpdesk.templatetags.moments import clock_time, is_same_day, moment_full


def moment(at: dt.datetime, seen_at: dt.datetime) -> str:
    """`16:15` on the same day, otherwise with its date: a weekday alone could be of another week."""
    return clock_time(at) if is_same_day(at, seen_at) else moment_full(at, seen_at)
