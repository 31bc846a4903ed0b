"""Slips as they are asked for."""

from __future__ import annotations

import re

from django.db.models import QuerySet

from interventions.models import Slip

_NUMBER = re.compile(r"(\d{4})-(\d{1,9})", re.ASCII)


def slip_numbered(number: str, *, among: QuerySet[Slip]) -> Slip | None:
    """The slip of a number as it is printed, 2026-0042, or as one says it, 2026-42; None where there is none."""
    found = _NUMBER.fullmatch(number.strip())
    if found is None:
        return None
    year, sequence = map(int, found.groups())
    return among.filter(year=year, sequence=sequence).first()
