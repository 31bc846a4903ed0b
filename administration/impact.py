"""What an edit would do to the tickets that are under way: asked before it is saved."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from administration.actions.calendar import write_calendar
from administration.actions.frame import refused_in_words
from administration.actions.ladder import open_tickets
from administration.actions.policy import write_policy
from administration.supposing import supposing
from administration.values.calendar import calendar_values, hours_of
from sla.models import Calendar, Policy
from tickets.actions.replanning import ledgers_of, tickets_under_way
from tickets.clocks import Ledger, Terms
from tickets.models import Clock

Values = Mapping[str, Any]
Deadlines = dict[int, dt.datetime | None]
# So many tickets are looked at one by one; of more, the count alone is said.
LOOKED_AT = 2_000


class Impact(NamedTuple):
    """Tickets and running clocks that are planned anew; of those looked at, how their deadlines move.

    `late` become late by the edit itself: their promise is shorter than what was used already.
    """

    tickets: int
    clocks: int
    looked_at: int = 0
    sooner: int = 0
    later: int = 0
    late: int = 0

    @property
    def is_whole(self) -> bool:
        return self.looked_at >= self.tickets


def impact_on_calendar(calendar: Calendar, values: Values, at: dt.datetime) -> Impact:
    """Raises ActionRefused with a sentence where the calendar may not become this."""
    if hours_of(dict(values)) == hours_of(calendar_values(calendar)):
        return Impact(0, 0)
    numbers = tickets_under_way(calendar=calendar)
    clocks = Clock.objects.filter(stopped_at=None, calendar=calendar).count()
    ledgers, before = _read(numbers)
    # All in the old hours first, then all in the new ones: a process keeps one version of a calendar compiled.
    for ledger in ledgers:
        ledger.settle(_since(ledger, at))
    with supposing(), refused_in_words():
        write_calendar(values, Calendar.objects.get(pk=calendar.pk))
        changed = Calendar.objects.get(pk=calendar.pk)
        for ledger in ledgers:
            for clock in ledger.running():
                clock.calendar = changed if clock.calendar_id == calendar.pk else clock.calendar
            ledger.reschedule()
    return _impact(numbers, clocks, ledgers, before, at)


def impact_on_policy(policy: Policy, values: Values, at: dt.datetime) -> Impact:
    """Raises ActionRefused with a sentence where the policy may not become this."""
    numbers = tickets_under_way(ticket__policy=policy)
    clocks = Clock.objects.filter(stopped_at=None, ticket__policy=policy).count()
    ledgers, before = _read(numbers)
    with supposing(), refused_in_words():
        changed = Policy.objects.get(pk=policy.pk)
        write_policy(values, changed)
        terms = Terms.of(changed)
    for ledger in ledgers:
        ledger.replan(_since(ledger, at), terms=terms)
    return _impact(numbers, clocks, ledgers, before, at)


def impact_on_ladder(policy: Policy, values: Values, at: dt.datetime) -> Impact:
    """A ladder moves no deadline: the next level of each open ticket is set anew."""
    return Impact(open_tickets(policy), 0)


def _read(numbers: Sequence[int]) -> tuple[list[Ledger], Deadlines]:
    ledgers = ledgers_of(numbers[:LOOKED_AT])
    return ledgers, {clock.pk: clock.due_at for ledger in ledgers for clock in ledger.running()}


def _since(ledger: Ledger, at: dt.datetime) -> dt.datetime:
    return max(at, ledger.ticket.last_activity_at)


def _impact(
    numbers: Sequence[int], clocks: int, ledgers: Sequence[Ledger], before: Deadlines, at: dt.datetime
) -> Impact:
    moves = Counter(
        _move(before[clock.pk], clock.due_at, _since(ledger, at)) for ledger in ledgers for clock in ledger.running()
    )
    return Impact(len(numbers), clocks, len(ledgers), moves["sooner"], moves["later"], moves["late"])


def _move(old: dt.datetime | None, new: dt.datetime | None, at: dt.datetime) -> str:
    if new == old:
        return ""
    if new is None:
        return "later" if old else ""
    if new <= at and (old is None or old > at):
        return "late"
    return "sooner" if old is None or new < old else "later"
