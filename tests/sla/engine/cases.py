"""What the tests of business time share: hours, and instants written briefly."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sla.engine import ServiceHours

PARIS = ZoneInfo("Europe/Paris")
OFFICE_DAY = [("09:00", "12:30"), ("14:00", "18:00")]
OFFICE_WEEK = dict.fromkeys(range(5), OFFICE_DAY)
NIGHTS = {weekday: [("22:00", "06:00")] for weekday in range(7)}
HOUR = timedelta(hours=1)

OFFICE = ServiceHours("Europe/Paris", OFFICE_WEEK)
ALWAYS_IN_PARIS = ServiceHours.round_the_clock("Europe/Paris")


def paris(text: str, fold: int = 0) -> datetime:
    """An instant in Paris, such as 2024-03-12 10:00."""
    return datetime.fromisoformat(text).replace(tzinfo=PARIS, fold=fold)


def hours_of(amount: float) -> timedelta:
    return timedelta(hours=amount)
