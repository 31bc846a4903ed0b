"""Who has how much: the open tickets of each technician by the state of their next clock."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _

from tickets.choices import ClockState
from tickets.models import Ticket, User
from tickets.states import with_state

# In the order of the bars; what has no promise runs like the rest.
STATES = (ClockState.OVERDUE, ClockState.RISK, ClockState.RUNNING, ClockState.PAUSED)
FULL = 100


@dataclass(frozen=True)
class Load:
    """One technician and how many of their tickets are in each state."""

    technician: User
    counts: dict[ClockState, int]

    @property
    def total(self) -> int:
        return sum(self.counts.values())


def loads(at: dt.datetime) -> list[Load]:
    """The technicians who have open tickets, who has most first; in two queries."""
    held = with_state(Ticket.objects.filter(technician__isnull=False), at)
    counted: dict[int, dict[ClockState, int]] = {}
    for technician, state, count in held.order_by().values_list("technician", "clock_state").annotate(Count("pk")):
        shown = ClockState(state) if state in STATES else ClockState.RUNNING
        counts = counted.setdefault(technician, dict.fromkeys(STATES, 0))
        counts[shown] += count
    people = User.objects.in_bulk(counted)
    return sorted(
        (Load(people[pk], counts) for pk, counts in counted.items()),
        key=lambda load: (-load.total, load.technician.name),
    )


def load_chart(found: list[Load]) -> list[dict[str, Any]]:
    """The bars: of each technician the parts with their place in percent of the longest bar, and the words."""
    most = max((load.total for load in found), default=0)
    return [
        {
            "name": load.technician.name,
            "total": load.total,
            "url": f"{reverse('ticket_list')}?technician={load.technician.pk}",
            "parts": _parts(load, most),
            "counts": [load.counts[state] for state in STATES],
            "words": _words(load),
        }
        for load in found
    ]


def _parts(load: Load, most: int) -> list[dict[str, Any]]:
    parts, before = [], 0
    for state in STATES:
        count = load.counts[state]
        if count:
            parts.append({"tone": str(state), "x": FULL * before / most, "width": FULL * count / most})
        before += count
    return parts


def _words(load: Load) -> str:
    late, risk = load.counts[ClockState.OVERDUE], load.counts[ClockState.RISK]
    said = [_("%(count)s late") % {"count": late}] if late else []
    said += [_("%(count)s at risk") % {"count": risk}] if risk else []
    return ", ".join(said)
