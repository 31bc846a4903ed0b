"""The wall: what a manager leaves on a screen."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import F
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from reports.months import kept_by_month, sheet_of_month
from reports.presentation.charts import kept_chart
from reports.presentation.results import results
from reports.presentation.trend import trend_chart
from tickets.models import Ticket
from tickets.permissions import Permission, require
from tickets.presentation.rows import row
from tickets.readings import next_reading, with_clocks
from tickets.states import open_tickets
from tickets.views.request import Request
from wall.load import STATES, load_chart, loads
from wall.numbers import numbers

SOON = 8


@never_cache
def wall(request: Request) -> HttpResponse:
    """What is late or will be, who has how much, and how well promises are kept; for htmx, which refreshes it, the
    changing part alone.
    """
    require(request.user, Permission.REPORT_VIEW)
    template = "wall/now.html" if request.htmx else "wall/wall.html"
    return render(request, template, {"is_screen": "screen" in request.GET, **_now(request.now)})


def _now(at: dt.datetime) -> dict[str, Any]:
    month, objectives = sheet_of_month(timezone.localdate(at), at)
    return {
        "numbers": numbers(at),
        "soon": _soon(at),
        "month": month,
        "results": results(month, {"from": month.from_date.isoformat(), "to": month.to_date.isoformat()}),
        "kept_chart": kept_chart(month, objectives),
        "trend": trend_chart(kept_by_month(at), objectives),
        "load": load_chart(loads(at)),
        "states": [state.label for state in STATES],
    }


def _soon(at: dt.datetime) -> list[dict[str, Any]]:
    """The tickets that are due next, the oldest late one first."""
    due = open_tickets(Ticket.objects.all()).filter(next_due_at__isnull=False)
    read = with_clocks(due.select_related("account", "technician", "policy__ladder")).prefetch_related("escalations")
    found = read.order_by(F("next_due_at").asc(), "number")[:SOON]
    return [row(ticket, next_reading(ticket, at), of_house=True) for ticket in found]
