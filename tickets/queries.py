"""What is read about tickets, wherever it is shown."""

from __future__ import annotations

import datetime as dt

from tickets.models import Absence, ResourceLevel, User


def first_present(level: ResourceLevel, at: dt.datetime) -> User | None:
    """The first technician of the cell, in its order, who is active and not absent at that instant."""
    absent = Absence.objects.filter(from_at__lte=at, until_at__gt=at).values("user")
    asked = level.resources.filter(technician__is_active=True).exclude(technician__in=absent)
    first = asked.select_related("technician").order_by("order").first()
    return first.technician if first else None
