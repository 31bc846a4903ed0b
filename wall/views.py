"""The wall: what a manager leaves on a screen."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from reports.months import sheet_of_month, trend
from reports.presentation.charts import kept_chart
from reports.presentation.results import results
from reports.presentation.trend import trend_chart
from tickets.days import day_of
from tickets.permissions import Permission, require
from tickets.views.request import Request
from wall.load import STATES, counted, load_chart, loads
from wall.numbers import numbers
from wall.soon import soon


@never_cache
def wall(request: Request) -> HttpResponse:
    """What is late or will be, who has how much, and how well promises are kept; for htmx, which refreshes it, the
    changing part alone.
    """
    require(request.user, Permission.REPORT_VIEW)
    template = "wall/now.html" if request.htmx else "wall/wall.html"
    return render(request, template, {"is_screen": "screen" in request.GET, **_now(request.now)})


def _now(at: dt.datetime) -> dict[str, Any]:
    counts = counted(at)
    month, objectives = sheet_of_month(day_of(at), at)
    return {
        "numbers": numbers(counts, at),
        "soon": soon(at),
        "month": month,
        "results": results(month, {"from": month.from_date.isoformat(), "to": month.to_date.isoformat()}),
        "kept_chart": kept_chart(month, objectives),
        "trend": trend_chart(trend(month.overall, at), objectives),
        "load": load_chart(loads(counts)),
        "states": [state.label for state in STATES],
    }
