"""The months: this one as a sheet, and twelve of them as a trend. Counted by the day of creation, in Paris."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from dateutil.relativedelta import relativedelta
from django.core.cache import caches
from django.db.models import Count
from django.db.models.functions import TruncMonth

from reports.choices import Outcome
from reports.objectives import Objectives, shared_objectives
from reports.queries import compliance, counted_tickets, judged, policies_in_play
from reports.sheet import Line, Sheet, count_line
from sla.choices import Priority
from tickets.days import ZONE, day_of

MONTHS = 12
# A month that is over changes by late work only: the wall, drawn anew twice a minute, need not count it each time.
KEPT_SECONDS = 300


def sheet_of_month(day: dt.date, at: dt.datetime) -> tuple[Sheet, Objectives]:
    """The sheet of the month up to that day, and the objectives that all policies in play agree on."""
    period = (day.replace(day=1), day)
    sheet = compliance(from_date=period[0], to_date=period[1], at=at)
    return sheet, shared_objectives(policies_in_play(counted_tickets(*period)))


def kept_by_month(at: dt.datetime) -> Mapping[dt.date, Line]:
    """The overall line of each of the last twelve months, the running one last; in one query."""
    today = day_of(at)
    months = [today.replace(day=1) - relativedelta(months=back) for back in reversed(range(MONTHS))]
    counted = judged(counted_tickets(months[0], today), at).annotate(month=TruncMonth("opened_at", tzinfo=ZONE))
    groups = counted.values_list("month", "response_outcome", "resolution_outcome").annotate(Count("pk")).order_by()
    found: dict[dt.date, list[tuple[Outcome, Outcome, int]]] = {month: [] for month in months}
    for month, response, resolution, tickets in groups:
        found[month.date()].append((Outcome(response), Outcome(resolution), tickets))
    return {month: _overall(outcomes) for month, outcomes in found.items()}


def trend(running: Line, at: dt.datetime) -> Mapping[dt.date, Line]:
    """The months as `kept_by_month` says, those that are over at most KEPT_SECONDS old; the running one is given."""
    month = day_of(at).replace(day=1)
    kept = caches["process"].get_or_set(f"kept-by-month-{month}", lambda: kept_by_month(at), KEPT_SECONDS)
    return {**kept, month: running}


def _overall(outcomes: list[tuple[Outcome, Outcome, int]]) -> Line:
    # Which priority the line is made under does not matter: it is added up to one without.
    return Line(None) + count_line(Priority.LOW, outcomes)
