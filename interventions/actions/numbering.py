"""The numbers of slips: 2026-0001, 2026-0002, … without a gap."""

from __future__ import annotations

import datetime as dt

from django.db import connection

from tickets.days import day_of

# One statement: whoever comes second waits for the row of the year, and a transaction that fails gives its number back.
_NEXT = """
INSERT INTO interventions_slipcounter AS counter (year, last) VALUES (%s, 1)
ON CONFLICT (year) DO UPDATE SET last = counter.last + 1
RETURNING last
"""


def take_number(arrived_at: dt.datetime) -> tuple[int, int]:
    """Year and sequence of the next slip, in the transaction of the caller, who writes that slip.

    The year is that of the arrival, in the zone of the house. The law wants no slip to be missing from the series.
    """
    year = day_of(arrived_at).year
    with connection.cursor() as cursor:
        cursor.execute(_NEXT, [year])
        (sequence,) = cursor.fetchone()
    return year, sequence
