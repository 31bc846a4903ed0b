"""What a sheet is held against: the objectives of the policies in play. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from reports.sheet import Score, Sheet
from sla.choices import Metric, Priority
from sla.models import Policy, Target

Objectives = Mapping[tuple[Metric, Priority | None], int]


def shared_objectives(policies: Iterable[Policy]) -> Objectives:
    """The objective of each metric and priority (None: overall) that all policies which name one agree on."""
    named: dict[tuple[Metric, Priority | None], set[int]] = {}
    for policy in policies:
        for key, objective in _objectives(policy):
            named.setdefault(key, set()).add(objective)
    return {key: objectives.pop() for key, objectives in named.items() if len(objectives) == 1}


def _objectives(policy: Policy) -> Iterable[tuple[tuple[Metric, Priority | None], int]]:
    overall = {Metric.RESPONSE: policy.response_objective, Metric.RESOLUTION: policy.resolution_objective}
    yield from (((metric, None), objective) for metric, objective in overall.items() if objective is not None)
    for target in policy.targets.all():
        if target.objective is not None and target.duration is not None:
            yield (Metric(target.metric), Priority(target.priority)), target.objective


@dataclass(frozen=True)
class Goal:
    """One objective and the score that is held against it."""

    metric: Metric
    priority: Priority | None
    objective: int
    score: Score

    @property
    def is_met(self) -> bool:
        return self.score.meets(self.objective)

    @property
    def margin(self) -> float:
        """How far the score lies above the objective, in points; below it, it is negative."""
        return 100 * self.score.kept / self.score.judged - self.objective


def goals(sheet: Sheet, objectives: Objectives) -> list[Goal]:
    """Every objective for which something was judged, in the order of the rows, the overall ones last."""
    return [
        Goal(metric, line.priority, objectives[metric, line.priority], line.scores[metric])
        for line in (*sheet.rows, sheet.overall)
        for metric in Metric
        if (metric, line.priority) in objectives and line.scores[metric].judged
    ]


def closest(met: Sequence[Goal]) -> list[Goal]:
    """Of each metric the objective that was met with the least margin, of those that were not met in full."""
    by_metric = ([goal for goal in met if goal.metric == metric and goal.score.missed] for metric in Metric)
    return [min(found, key=lambda goal: goal.margin) for found in by_metric if found]


@dataclass(frozen=True)
class Commitments:
    """The table of a policy: for each priority its targets by metric; what it does not promise is missing."""

    policy: Policy
    rows: tuple[tuple[Priority, Mapping[str, Target]], ...]


def commitments(policy: Policy) -> Commitments:
    """What a policy promises, gravest priority first; priorities it does not know are left out."""
    promised: dict[Priority, dict[str, Target]] = {priority: {} for priority in Priority}
    for target in policy.targets.all():
        promised[Priority(target.priority)][target.metric] = target
    return Commitments(policy, tuple((priority, row) for priority, row in promised.items() if row))
