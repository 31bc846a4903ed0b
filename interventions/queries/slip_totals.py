"""What visits came to: hours on site, travel and supplies, by client and month, and by technician.

A visit counts in the month of its arrival, on the clock of the house, and its hours for each of its technicians.
What is still under way has no hours yet.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Case, Count, F, IntegerField, QuerySet, Sum, When
from django.db.models.functions import Cast, Extract, Floor, TruncMonth

from interventions.models import Crew, Slip, Supply
from tickets.days import ZONE, midnight
from tickets.models import Account

DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Hours:
    """Of some slips: how many they are, and the minutes of all their technicians together."""

    slips: int = 0
    on_site: int = 0
    travel: int = 0

    @property
    def minutes(self) -> int:
        return self.on_site + self.travel

    def __add__(self, other: Hours) -> Hours:
        return Hours(self.slips + other.slips, self.on_site + other.on_site, self.travel + other.travel)


@dataclass(frozen=True)
class OfAccount:
    """The hours of one client in one month, named by its first day."""

    month: dt.date
    account: int
    name: str
    hours: Hours


@dataclass(frozen=True)
class OfTechnician:
    technician: int
    name: str
    hours: Hours


@dataclass(frozen=True)
class OfSupply:
    """What one client was left of one thing in one month, on so many slips."""

    month: dt.date
    account: int
    name: str
    designation: str
    reference: str
    unit: str
    quantity: Decimal
    slips: int


@dataclass(frozen=True)
class Period:
    """Days of the house, both included; of one client, or of all."""

    from_date: dt.date
    until_date: dt.date
    account: Account | None = None

    @property
    def slips(self) -> QuerySet[Slip]:
        """Those of visits that began in it."""
        found = Slip.objects.filter(
            arrived_at__gte=midnight(self.from_date), arrived_at__lt=midnight(self.until_date + DAY)
        )
        return found.filter(intervention__ticket__account=self.account) if self.account else found


def hours_by_account(period: Period) -> list[OfAccount]:
    """The newest month first, its clients by name."""
    read = _crew(period).annotate(month=_month("intervention__slip__"))
    keys = ("month", "intervention__ticket__account", "intervention__ticket__account__name")
    groups = read.values_list(*keys).annotate(**_sums()).order_by("-month", keys[2], keys[1])
    return [OfAccount(month.date(), account, name, Hours(*sums)) for month, account, name, *sums in groups]


def hours_by_technician(period: Period) -> list[OfTechnician]:
    """By name. A visit of two counts for each of them, and so in two lines."""
    keys = ("technician", "technician__name")
    groups = _crew(period).values_list(*keys).annotate(**_sums()).order_by(keys[1], keys[0])
    return [OfTechnician(technician, name, Hours(*sums)) for technician, name, *sums in groups]


def supplies_by_account(period: Period) -> list[OfSupply]:
    """The newest month first, its clients and what they were left by name."""
    ticket = "slip__intervention__ticket__account"
    lines = Supply.objects.filter(slip__in=period.slips.values("pk")).annotate(month=_month("slip__"))
    keys = ("month", ticket, f"{ticket}__name", "designation", "reference", "unit")
    sums = {"amount": Sum("quantity"), "slips": Count("slip", distinct=True)}
    groups = lines.values_list(*keys).annotate(**sums).order_by("-month", f"{ticket}__name", ticket, *keys[3:])
    return [OfSupply(month.date(), *values) for month, *values in groups]


def together(hours: Iterable[Hours]) -> Hours:
    return sum(hours, Hours())


def _crew(period: Period) -> QuerySet[Crew]:
    return Crew.objects.filter(intervention__slip__in=period.slips.values("pk")).order_by()


def _month(slip: str) -> Any:
    return TruncMonth(f"{slip}arrived_at", tzinfo=ZONE)


def _sums() -> dict[str, Any]:
    """Slips, minutes on site and minutes of travel of rows of the crew."""
    arrived, departed, travel = (
        f"intervention__slip__{name}" for name in ("arrived_at", "departed_at", "travel_minutes")
    )
    there = Cast(Floor(Extract(F(departed) - F(arrived), "epoch") / 60), IntegerField())
    is_over = {f"{departed}__isnull": False}
    return {
        "slips": Count("intervention", distinct=True),
        "on_site": Sum(Case(When(**is_over, then=there), default=0)),
        "travel": Sum(Case(When(**is_over, then=F(travel)), default=0)),
    }
