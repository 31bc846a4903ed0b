"""The ladder of one ticket: which level was told when, and which one is next."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from django.utils.translation import gettext as _

from escalation.choices import OffsetTime
from escalation.decider import Offset, Standing, Step, steps
from escalation.ladders import LadderPlan, plan_of_policy
from escalation.models import Escalation
from sla.choices import Metric
from tickets.clocks import spans
from tickets.fetched import escalations_of, pauses_of
from tickets.meter import Level
from tickets.models import Clock, Ticket
from tickets.readings import latest_clocks


@dataclass(frozen=True)
class LadderStep:
    """A level of one metric. `fires_at` is None while the clock stands still; the rest is what components/ladder.html
    draws. `state` is "fired", "next" or "".
    """

    level: int
    name: str
    metric: Metric
    contacts: tuple[str, ...]
    fires_at: dt.datetime | None
    escalation: Escalation | None
    state: str

    @property
    def fired_at(self) -> dt.datetime | None:
        return self.escalation.at if self.escalation else None

    @property
    def mark(self) -> int:
        return self.level

    @property
    def at(self) -> dt.datetime | None:
        return self.fired_at or self.fires_at

    @property
    def who(self) -> str:
        """Who was or will be told, and who has acknowledged."""
        told = ", ".join(self.contacts)
        if self.escalation is None or self.escalation.acknowledged_by is None:
            return f"{self.metric.label} · {told}"
        acknowledged = _("acknowledged by %(name)s") % {"name": self.escalation.acknowledged_by}
        return f"{self.metric.label} · {acknowledged}"


def ladder_of(ticket: Ticket, at: dt.datetime) -> list[LadderStep]:
    """The levels told so far and those to come, by instant; nothing where the policy has no ladder for the priority.

    Per metric the latest cycle counts. A clock that has stopped climbs no further.
    """
    plan = plan_of_policy(ticket.policy)
    found: list[LadderStep] = []
    for clock in latest_clocks(ticket):
        found += _steps(ticket, clock, plan)
    return sorted(found, key=lambda step: (step.at is None, step.at or at, step.level))


def offsets_of(clock: Clock) -> tuple[Level, ...]:
    """The levels of a clock as ticks of its meter, in time of its calendar after the promise.

    The ticket may be one that is not opened yet. No query where `ticket`, `ticket__policy__ladder`,
    `ticket__escalations` and `ticket__pauses` were fetched.
    """
    ticket = clock.ticket
    offsets = plan_of_policy(ticket.policy).offsets(clock.metric, clock.priority)
    told: Collection[int] = _told(ticket, clock) if ticket.pk is not None else ()
    return tuple(Level(_beyond(offset, clock), str(offset.level), offset.level in told) for offset in offsets)


def standing_of(ticket: Ticket, clock: Clock) -> Standing:
    """How the ladder sees the clock; one that has stopped by the deadline it was judged by. The ticket may be one
    that is not opened yet.
    """
    pauses = pauses_of(ticket) if ticket.pk is not None else ()
    return Standing(clock.due_at, clock.calendar.service_hours(), tuple(spans(pauses)))


def _steps(ticket: Ticket, clock: Clock, plan: LadderPlan) -> list[LadderStep]:
    told = _told(ticket, clock)
    fires_at = {step.level: step.at for step in _coming(ticket, clock, plan)}
    coming = [level for level in sorted(fires_at) if level not in told]
    numbers = {offset.level for offset in plan.offsets(clock.metric, clock.priority)} if clock.is_running else set()
    if clock.target is None:
        numbers = set()
    return [
        LadderStep(
            level=number,
            name=told[number].name if number in told else plan.level(number).name,
            metric=Metric(clock.metric),
            contacts=_names(plan, number, ticket.kind),
            fires_at=fires_at.get(number),
            escalation=told.get(number),
            state="fired" if number in told else "next" if coming[:1] == [number] else "",
        )
        for number in sorted(numbers | told.keys())
    ]


def _coming(ticket: Ticket, clock: Clock, plan: LadderPlan) -> tuple[Step, ...]:
    if not clock.is_running:
        return ()
    return steps(plan.offsets(clock.metric, clock.priority), standing_of(ticket, clock))


def _told(ticket: Ticket, clock: Clock) -> dict[int, Escalation]:
    """The first escalation of each level of this clock."""
    rows = sorted(escalations_of(ticket), key=lambda row: (row.at, row.pk), reverse=True)
    return {row.level: row for row in rows if (row.metric, row.cycle) == (clock.metric, clock.cycle)}


def _names(plan: LadderPlan, number: int, kind: str) -> tuple[str, ...]:
    levels = [level for level in plan.levels if level.number == number]
    return tuple(contact.name for level in levels for contact in level.told_about(kind))


def _beyond(offset: Offset, clock: Clock) -> dt.timedelta:
    """An offset as time of the clock's calendar."""
    if offset.counted_in == OffsetTime.BUSINESS or clock.due_at is None:
        return offset.amount
    standing = standing_of(clock.ticket, clock)
    at = standing.after_deadline(offset.amount, offset.counted_in) or clock.due_at
    return standing.hours.elapsed(clock.due_at, at, standing.pauses)
