"""Between aware datetimes and whole microseconds since 1970 in UTC, in which the engine counts."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

from sla.engine.errors import BusinessTimeError

SECOND: Final = 1_000_000
MINUTE: Final = 60 * SECOND
DAY: Final = 86_400 * SECOND

EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
EPOCH_ORDINAL: Final = date(1970, 1, 1).toordinal()

# The years the engine answers for. A promise that is not used up by then never is: this bounds every search.
FIRST_DAY: Final = date(1900, 1, 1).toordinal() - EPOCH_ORDINAL
LAST_DAY: Final = date(2200, 1, 1).toordinal() - EPOCH_ORDINAL
EARLIEST: Final = FIRST_DAY * DAY
LATEST: Final = LAST_DAY * DAY


def to_microseconds(instant: datetime) -> int:
    """Microseconds since 1970 in UTC. Raises ValueError for a datetime without time zone."""
    try:
        since = instant - EPOCH
    except TypeError:
        raise BusinessTimeError("naive", f"{instant!r} has no time zone: give an aware datetime.") from None
    return (since.days * 86_400 + since.seconds) * SECOND + since.microseconds


@lru_cache
def _epoch_marked(zone: ZoneInfo) -> datetime:
    """1970 in UTC that bears another zone, as `fromutc` wants it."""
    return EPOCH.replace(tzinfo=zone)


def to_datetime(microseconds: int, zone: ZoneInfo) -> datetime:
    """The aware datetime, in `zone`, of microseconds since 1970 in UTC."""
    return zone.fromutc(_epoch_marked(zone) + timedelta(0, 0, microseconds))


def duration_of(amount: timedelta) -> int:
    """The microseconds of a duration. Raises ValueError if it is negative or no timedelta."""
    try:
        microseconds = (amount.days * 86_400 + amount.seconds) * SECOND + amount.microseconds
    except AttributeError:
        raise BusinessTimeError("duration", f"{amount!r} is not a duration: give a timedelta.") from None
    if microseconds < 0:
        raise BusinessTimeError("negative", f"A promise cannot be negative, and {amount} is.")
    return microseconds


def day_of(day: date) -> int:
    """The number of a date, counted in days since 1970-01-01."""
    if not isinstance(day, date):
        raise BusinessTimeError("date", f"{day!r} is not a date.")
    return day.toordinal() - EPOCH_ORDINAL


def date_of(day: int) -> date:
    """The date of a day number."""
    return date.fromordinal(day + EPOCH_ORDINAL)


def weekday_of(day: int) -> int:
    """The weekday of a day number, Monday being 0."""
    return (day + 3) % 7
