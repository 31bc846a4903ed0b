"""The compliance sheet: counts, percentages and objectives. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import reduce

from reports.choices import Outcome
from sla.choices import Metric, Priority


@dataclass(frozen=True)
class Score:
    """The tickets of one metric by outcome. What is judged is kept or missed; the rest counts nowhere."""

    kept: int = 0
    missed: int = 0
    pending: int = 0
    no_commitment: int = 0

    @property
    def judged(self) -> int:
        return self.kept + self.missed

    @property
    def percent(self) -> int | None:
        """Kept in percent of judged, rounded half up; 100 only where all were kept, None where nothing is judged."""
        if not self.judged:
            return None
        rounded = (200 * self.kept + self.judged) // (2 * self.judged)
        return min(rounded, 99) if self.missed else rounded

    def meets(self, objective: int) -> bool:
        """Whether an objective in percent is reached, to the ticket: rounding heals nothing."""
        return self.kept * 100 >= objective * self.judged

    def __add__(self, other: Score) -> Score:
        return Score(
            self.kept + other.kept,
            self.missed + other.missed,
            self.pending + other.pending,
            self.no_commitment + other.no_commitment,
        )


@dataclass(frozen=True)
class Line:
    """One row: the tickets of a priority, or of all (None).

    `tickets` counts every ticket created in the period. For each metric kept, missed, pending and no commitment
    add up to it. `pending` are those with a promise that is not due yet, `no_commitment` those without any.
    """

    priority: Priority | None
    tickets: int = 0
    pending: int = 0
    no_commitment: int = 0
    scores: dict[Metric, Score] = field(default_factory=lambda: dict.fromkeys(Metric, Score()))

    @property
    def response(self) -> Score:
        return self.scores[Metric.RESPONSE]

    @property
    def resolution(self) -> Score:
        return self.scores[Metric.RESOLUTION]

    def __add__(self, other: Line) -> Line:
        return Line(
            self.priority,
            self.tickets + other.tickets,
            self.pending + other.pending,
            self.no_commitment + other.no_commitment,
            {metric: self.scores[metric] + other.scores[metric] for metric in Metric},
        )


@dataclass(frozen=True)
class Sheet:
    """The counts of a period, both days included; `account` and `policy` are names, None for all."""

    from_date: dt.date
    to_date: dt.date
    account: str | None
    policy: str | None
    rows: tuple[Line, ...]

    @property
    def overall(self) -> Line:
        return reduce(Line.__add__, self.rows, Line(None))


def count_line(priority: Priority, groups: Iterable[tuple[Outcome, Outcome, int]]) -> Line:
    """The row of a priority from its tickets grouped by the outcomes of response and resolution."""
    line = Line(priority)
    for response, resolution, tickets in groups:
        both = {response, resolution}
        line += Line(
            priority,
            tickets,
            pending=tickets if Outcome.PENDING in both else 0,
            no_commitment=tickets if both == {Outcome.NO_COMMITMENT} else 0,
            scores={
                Metric.RESPONSE: Score(**{response.key: tickets}),
                Metric.RESOLUTION: Score(**{resolution.key: tickets}),
            },
        )
    return line
