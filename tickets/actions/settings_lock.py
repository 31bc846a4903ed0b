"""Calendars and policies stand still while a deadline is counted, and no deadline is counted while they are edited.

Whoever plans clocks shares the settings until the transaction ends; an edit has them for itself. So a verb sees
all of the old settings or all of the new ones, and a ticket opened in the midst of an edit is not left behind
with a deadline of hours that are no more. Settings first, then tickets in the order of their numbers: nobody deadlocks.
"""

from __future__ import annotations

from django.db import connection

# What `share_settings` says, for who goes on in the same round trip.
SHARE_SETTINGS = "SELECT pg_advisory_xact_lock_shared(hashtextextended('settings', 0))"
_CLAIM_SETTINGS = "SELECT pg_advisory_xact_lock(hashtextextended('settings', 0))"


def share_settings() -> None:
    """Calendars and policies stay what they are until the transaction ends; waits for an edit that is under way."""
    _execute(SHARE_SETTINGS)


def claim_settings() -> None:
    """Nobody plans a clock until the transaction ends; waits for everybody who does so now."""
    _execute(_CLAIM_SETTINGS)


def _execute(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)
