"""What an edit would do to the tickets that are under way: asked before it is saved."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
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
    with supposing(), refused_in_words():
        write_calendar(values, Calendar.objects.get(pk=calendar.pk))
        changed = Calendar.objects.get(pk=calendar.pk)
        changed.service_hours()
    if hours_of(dict(values)) == hours_of(calendar_values(calendar)):
        return Impact(0, 0)

    def edit(ledger: Ledger, since: dt.datetime) -> None:
        ledger.settle(since)
        for clock in ledger.running():
            if clock.calendar_id == calendar.pk:
                clock.calendar = changed
        ledger.reschedule()

    numbers = tickets_under_way(calendar=calendar)
    clocks = Clock.objects.filter(stopped_at=None, calendar=calendar).count()
    return _impact(numbers, clocks, edit, at)


def impact_on_policy(policy: Policy, values: Values, at: dt.datetime) -> Impact:
    """Raises ActionRefused with a sentence where the policy may not become this."""
    with supposing(), refused_in_words():
        changed = Policy.objects.get(pk=policy.pk)
        write_policy(values, changed)
        terms = Terms.of(changed)
    numbers = tickets_under_way(ticket__policy=policy)
    clocks = Clock.objects.filter(stopped_at=None, ticket__policy=policy).count()
    return _impact(numbers, clocks, lambda ledger, since: ledger.replan(since, terms=terms), at)


def impact_on_ladder(policy: Policy, values: Values, at: dt.datetime) -> Impact:
    """A ladder moves no deadline: the next level of each open ticket is set anew."""
    return Impact(open_tickets(policy), 0)


def _impact(
    numbers: Sequence[int], clocks: int, edit: Callable[[Ledger, dt.datetime], None], at: dt.datetime
) -> Impact:
    moved = {"sooner": 0, "later": 0, "late": 0}
    looked_at = numbers[:LOOKED_AT]
    for ledger in ledgers_of(looked_at):
        before = {clock.pk: clock.due_at for clock in ledger.running()}
        since = max(at, ledger.ticket.last_activity_at)
        edit(ledger, since)
        for clock in ledger.running():
            if move := _move(before[clock.pk], clock.due_at, since):
                moved[move] += 1
    return Impact(len(numbers), clocks, len(looked_at), **moved)


def _move(old: dt.datetime | None, new: dt.datetime | None, at: dt.datetime) -> str:
    if new == old:
        return ""
    if new is None:
        return "later" if old else ""
    if new <= at and (old is None or old > at):
        return "late"
    return "sooner" if old is None or new < old else "later"
