"""What a reply found on its ticket, so that taking it back before it leaves restores exactly that. Pure."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils.dateparse import parse_datetime

from tickets.clocks import Ledger
from tickets.models import Pause

# How long a reply stays in the house after it was sent, and may be taken back (docs/decisions/0008).
UNDO = dt.timedelta(seconds=10)

_MOMENTS = ("responded_at", "resolved_at")
Found = dict[str, Any]


def found(ledger: Ledger) -> Found:
    """The state of a ticket as a reply finds it, as JSON: what a reply and its change of status may touch."""
    ticket, pause = ledger.ticket, ledger.open_pause
    return {
        "status": str(ticket.status),
        "is_announced": ticket.is_announced,
        **{name: moment.isoformat() if (moment := getattr(ticket, name)) else None for name in _MOMENTS},
        "running": [clock.pk for clock in ledger.running()],
        "pauses": [each.pk for each in ledger.pauses],
        "open_pause": pause.pk if pause else None,
    }


def restore(ledger: Ledger, before: Found) -> list[Pause]:
    """Make the ledger what it was: clocks run again, the pause that ended goes on. Returns pauses to be deleted.

    What had passed its deadline by then is late all the same: `breached_at` stays.
    """
    ticket = ledger.ticket
    ticket.status, ticket.is_announced = before["status"], before["is_announced"]
    for name in _MOMENTS:
        setattr(ticket, name, parse_datetime(before[name]) if before[name] else None)
    stopped = [clock for clock in ledger.clocks if clock.pk in before["running"]]
    for clock in stopped:
        clock.stopped_at, clock.elapsed, clock.verdict = None, None, ""
    ended = [pause for pause in ledger.pauses if pause.pk == before["open_pause"]]
    for pause in ended:
        pause.until_at = None
    begun = [pause for pause in ledger.pauses if pause.pk not in before["pauses"]]
    ledger.pauses = [pause for pause in ledger.pauses if pause not in begun]
    ledger.settled = tuple(row for row in ledger.settled if row not in (*stopped, *ended))
    ledger.reschedule()
    return begun
