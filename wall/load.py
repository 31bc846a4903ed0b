"""Who has how much: the open tickets of each technician by the state of their next clock."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tickets.choices import ClockState
from tickets.models import Ticket, User
from tickets.states import with_state

# In the order of the bars; what has no promise runs like the rest.
STATES = (ClockState.OVERDUE, ClockState.RISK, ClockState.RUNNING, ClockState.PAUSED)
FULL = 100
Counts = dict[int | None, dict[ClockState, int]]


@dataclass(frozen=True)
class Load:
    """One technician and how many of their tickets are in each state."""

    technician: User
    counts: dict[ClockState, int]

    @property
    def total(self) -> int:
        return sum(self.counts.values())


def counted(at: dt.datetime) -> Counts:
    """How many open tickets each technician has in each state, None for what nobody has; in one query of tickets."""
    found: Counts = {}
    states = with_state(Ticket.objects.all(), at).order_by().values_list("technician", "clock_state")
    for technician, state, count in states.annotate(Count("pk")):
        found.setdefault(technician, {})[ClockState(state)] = count
    return found


def total(counts: Counts, state: ClockState) -> int:
    """How many there are in a state, whoever has them."""
    return sum(by_state.get(state, 0) for by_state in counts.values())


def loads(counts: Counts) -> list[Load]:
    """The technicians who have open tickets, who has most first."""
    people = User.objects.in_bulk([technician for technician in counts if technician is not None])
    found = (Load(person, _shown(counts[pk])) for pk, person in people.items())
    return sorted(found, key=lambda load: (-load.total, load.technician.name))


def _shown(by_state: dict[ClockState, int]) -> dict[ClockState, int]:
    shown = {state: by_state.get(state, 0) for state in STATES}
    shown[ClockState.RUNNING] += by_state.get(ClockState.NONE, 0)
    return shown


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
    said = [ngettext("%(count)s late", "%(count)s late", late) % {"count": late}] if late else []
    said += [_("%(count)s at risk") % {"count": risk}] if risk else []
    return ", ".join(said)
