"""The geometry of the charts; positions are whole numbers, in percent of the part that holds the bars or in pixels."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from reports.choices import Outcome
from reports.objectives import Objectives
from reports.presentation.results import figure_url
from reports.presentation.words import in_percent
from reports.sheet import Line, Sheet
from sla.choices import Metric, Priority

HALF, FULL = 50, 100
GROUP, BAR, GAP, FIRST = 50, 12, 5, 6
LATE_LINE, LATE_HEAD, LATE_BETWEEN = 20, 22, 32


def kept_chart(sheet: Sheet, objectives: Objectives) -> dict[str, Any]:
    """Kept in percent against the objective, two bars a priority. The scale begins at 50 % where nothing lies below."""
    values = [score.percent for line in sheet.rows for score in line.scores.values() if score.percent is not None]
    base = HALF if all(value >= HALF for value in (*values, *objectives.values())) else 0
    groups = [_group(line, index, objectives, base) for index, line in enumerate(sheet.rows)]
    height = GROUP * len(groups)
    ticks = [{"at": at, "words": in_percent(base + (FULL - base) * at // FULL)} for at in (0, 50, 100)]
    return {"groups": groups, "ticks": ticks, "ticks_y": height + 18, "height": height + 22}


def _group(line: Line, index: int, objectives: Objectives, base: int) -> dict[str, Any]:
    top = FIRST + GROUP * index
    bars = [_bar(line, metric, top + (BAR + GAP) * n, objectives, base) for n, metric in enumerate(Metric)]
    assert line.priority
    return {"name": line.priority.label, "name_y": top + 20, "bars": bars}


def _bar(line: Line, metric: Metric, top: int, objectives: Objectives, base: int) -> dict[str, Any]:
    score, objective = line.scores[metric], objectives.get((metric, line.priority))
    judged = objective is not None and score.judged
    return {
        "y": top,
        "words_y": top + 10,
        "percent": in_percent(score.percent),
        "metric": metric,
        "width": None if score.percent is None else _scaled(score.percent, base),
        "objective": None if objective is None else _scaled(objective, base),
        "objective_from": top - 3,
        "objective_to": top + BAR + 3,
        "tone": ("running" if score.meets(objective or 0) else "overdue") if judged else "ink",
    }


def _scaled(percent: int, base: int) -> int:
    return (percent - base) * FULL // (FULL - base)


def late_chart(sheet: Sheet, query: Mapping[str, Any]) -> dict[str, Any]:
    """Where the late ones are: one bar a priority, for each metric; its sum leads to exactly its tickets."""
    most = max((score.missed for line in sheet.rows for score in line.scores.values()), default=0)
    parts, top = [], 0
    for metric in Metric:
        lines = [_late(line, metric, top + LATE_HEAD + LATE_LINE * n, most) for n, line in enumerate(sheet.rows)]
        url = figure_url(query, metric=metric.value, verdict=Outcome.MISSED.key)
        late = sheet.overall.scores[metric].missed
        parts.append({"metric": metric, "y": top + 12, "late": late, "url": url, "lines": lines})
        top += LATE_LINE * len(lines) + LATE_BETWEEN
    return {"parts": parts, "height": top - 10}


def _late(line: Line, metric: Metric, y: int, most: int) -> dict[str, Any]:
    missed = line.scores[metric].missed
    assert line.priority
    width = FULL * missed // (most or 1)
    return {"name": line.priority.label, "y": y, "words_y": y + 11, "missed": missed, "width": width}


def insight(sheet: Sheet) -> dict[str, Any] | None:
    """The priority whose share of what is late most exceeds its share of the tickets, with the shares in percent."""
    overall = sheet.overall
    found = max(sheet.rows, key=lambda line: _late_share(line, overall) - _share(line.tickets, overall.tickets))
    if _late_share(found, overall) <= _share(found.tickets, overall.tickets):
        return None
    assert found.priority
    shares = {metric.value: _share(found.scores[metric].missed, overall.scores[metric].missed) for metric in Metric}
    shares["tickets"] = _share(found.tickets, overall.tickets)
    words = {name: in_percent(round(share)) for name, share in shares.items()}
    return {"priority": Priority(found.priority).label, **words}


def _late_share(line: Line, overall: Line) -> float:
    return _share(*(sum(score.missed for score in each.scores.values()) for each in (line, overall)))


def _share(part: int, whole: int) -> float:
    return 100 * part / whole if whole else 0.0
