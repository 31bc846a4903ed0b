"""The results of a sheet as the page shows them: each figure with the address of exactly its tickets."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from reports.choices import Outcome
from reports.presentation.words import in_percent
from reports.sheet import Line, Sheet
from sla.choices import Metric, Priority

# The order of the printed form.
PRINTED = (Priority.LOW, Priority.CRITICAL, Priority.HIGH, Priority.MEDIUM)


def results(sheet: Sheet, query: Mapping[str, Any]) -> dict[str, Any]:
    """The rows in the order of the printed form, the overall one, and what stands apart."""
    lines = {line.priority: line for line in sheet.rows}
    return {
        "rows": [_row(lines[priority], query) for priority in PRINTED],
        "overall": _row(sheet.overall, query),
        "apart": [_apart(sheet.overall, outcome, query) for outcome in (Outcome.PENDING, Outcome.NO_COMMITMENT)],
    }


def figure_url(query: Mapping[str, Any], **figure: str | None) -> str:
    """The list of the tickets behind one figure."""
    asked = {**query, **{name: value for name, value in figure.items() if value}}
    return f"{reverse('compliance_tickets')}?{urlencode(asked)}"


def _row(line: Line, query: Mapping[str, Any]) -> dict[str, Any]:
    priority = line.priority and line.priority.value
    kept = {
        metric: {
            "count": line.scores[metric].kept,
            "percent": in_percent(line.scores[metric].percent),
            "url": figure_url(query, priority=priority, metric=metric.value, verdict=Outcome.KEPT.key),
        }
        for metric in Metric
    }
    return {
        "priority": line.priority,
        "tickets": line.tickets,
        "url": figure_url(query, priority=priority),
        "response": kept[Metric.RESPONSE],
        "resolution": kept[Metric.RESOLUTION],
    }


def _apart(line: Line, outcome: Outcome, query: Mapping[str, Any]) -> dict[str, Any]:
    counts = {Outcome.PENDING: line.pending, Outcome.NO_COMMITMENT: line.no_commitment}
    return {"label": outcome.label, "count": counts[outcome], "url": figure_url(query, verdict=outcome.key)}
