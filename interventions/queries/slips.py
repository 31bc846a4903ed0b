"""Slips as they are asked for."""

from __future__ import annotations

import re

from django.db.models import QuerySet

from interventions.models import Slip

_NUMBER = re.compile(r"(\d{4})-(\d{1,9})", re.ASCII)


def slip_numbered(number: str, *, among: QuerySet[Slip]) -> Slip | None:
    """The slip of a number as it is printed, 2026-0042, or as one says it, 2026-42; None where there is none."""
    found = number_in(number)
    return among.filter(year=found[0], sequence=found[1]).first() if found else None


def number_in(text: str) -> tuple[int, int] | None:
    """Year and sequence, where the text is nothing but the number of a slip."""
    found = _NUMBER.fullmatch(text.strip())
    return (int(found[1]), int(found[2])) if found else None
