"""The tickets behind a figure, as the page lists them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from reports.choices import Outcome
from sla.choices import Metric, Priority
from tickets.models import Ticket
from tickets.readings import readings


def rows(tickets: Iterable[Ticket], at: dt.datetime) -> list[dict[str, Any]]:
    """Each judged ticket with its priority, and for each metric the outcome and what its latest clock says."""
    return [_row(ticket, at) for ticket in tickets]


def _row(ticket: Ticket, at: dt.datetime) -> dict[str, Any]:
    latest = {reading.metric: reading for reading in readings(ticket, at)}
    return {
        "ticket": ticket,
        "priority": Priority(ticket.priority),
        "metrics": [
            {"metric": metric, "outcome": Outcome(getattr(ticket, f"{metric}_outcome")), "reading": latest.get(metric)}
            for metric in Metric
        ],
    }


def figure_words(priority: str, metric: str, verdict: Outcome | None) -> str:
    """What the figure counts: “High · First response: Kept”."""
    words = [str(Priority(priority).label) if priority else _("All priorities")]
    if verdict is not None and metric:
        words.append(_("%(name)s: %(value)s") % {"name": Metric(metric).label, "value": verdict.label.lower()})
    elif verdict is not None:
        words.append(str(verdict.label))
    return " · ".join(words)
