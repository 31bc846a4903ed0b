"""The geometry of the trend: two lines over the months in a drawing of 520 × 156 units."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.utils.formats import date_format

from reports.objectives import Objectives
from reports.presentation.words import in_percent
from reports.sheet import Line
from sla.choices import Metric

LEFT, RIGHT, TOP, BOTTOM = 44, 446, 10, 136
BETWEEN = 14
FULL, STEPS = 100, (5, 10, 25, 50)


def trend_chart(months: Mapping[dt.date, Line], objectives: Objectives) -> dict[str, Any]:
    """Kept in percent by month. The scale begins below the lowest value; a month without a judgement is a gap."""
    percents = {metric: [line.scores[metric].percent for line in months.values()] for metric in Metric}
    objective = objectives.get((Metric.RESOLUTION, None))
    known = [value for values in percents.values() for value in values if value is not None]
    base = _base(min([*known, *([objective] if objective is not None else [])], default=0))
    return {
        "series": _apart([_series(metric, values, base) for metric, values in percents.items()]),
        "objective": None if objective is None else {"y": _y(objective, base), "percent": in_percent(objective)},
        "grid": [{"y": _y(value, base), "words": in_percent(value)} for value in _grid(base)],
        "months": [{"x": _x(index, len(months)), "name": _name(day)} for index, day in enumerate(months)],
        "rows": [
            {"month": day, "percents": [in_percent(line.scores[metric].percent) for metric in Metric]}
            for day, line in months.items()
        ],
    }


def _name(day: dt.date) -> str:
    # What a language shortens to, “juin” and “juil.” apart; some of its words come with a capital.
    return date_format(day, "N").lower()


def _series(metric: Metric, values: list[int | None], base: int) -> dict[str, Any]:
    points = [(_x(index, len(values)), _y(value, base)) for index, value in enumerate(values) if value is not None]
    last = points[-1] if points else None
    return {
        "metric": metric,
        "lines": _stretches(values, base),
        "last": last and {"x": last[0], "y": last[1]},
        "percent": in_percent(next((value for value in reversed(values) if value is not None), None)),
    }


def _apart(series: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The words at the ends of the lines, moved away from each other where they would overlap."""
    shown = sorted((line for line in series if line["last"]), key=lambda line: line["last"]["y"])
    for above, line in zip([None, *shown], shown, strict=False):
        at = line["last"]["y"] + 4
        line["words_y"] = max(at, above["words_y"] + BETWEEN) if above else at
    return series


def _stretches(values: list[int | None], base: int) -> list[str]:
    """The points of each stretch of months that have a value, as an SVG polyline takes them."""
    stretches: list[list[str]] = [[]]
    for index, value in enumerate(values):
        if value is None:
            stretches.append([])
        else:
            stretches[-1].append(f"{_x(index, len(values))},{_y(value, base)}")
    return [" ".join(points) for points in stretches if len(points) > 1]


def _base(lowest: int) -> int:
    """The highest start of the scale with room below the lowest value, on a round number."""
    return next((FULL - 4 * step for step in STEPS if lowest >= FULL - 4 * step + 1), 0) if lowest else 0


def _grid(base: int) -> list[int]:
    step = (FULL - base) // 4
    return list(range(base, FULL + 1, step))


def _x(index: int, count: int) -> int:
    return LEFT + (RIGHT - LEFT) * index // max(count - 1, 1)


def _y(percent: int, base: int) -> int:
    return BOTTOM - (BOTTOM - TOP) * (max(percent, base) - base) // (FULL - base)
