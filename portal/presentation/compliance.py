"""A compliance sheet as a client reads it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from dateutil.relativedelta import relativedelta
from django.utils.translation import gettext as _

from portal.words import STOPPED
from reports.presentation.results import PRINTED
from reports.sheet import Sheet

DAY = dt.timedelta(days=1)


def lines(sheet: Sheet) -> list[dict[str, Any]]:
    """The rows in the order of the printed form, each with what was said to be stopped."""
    found = {line.priority: line for line in sheet.rows}
    return [{"counted": found[priority], "stopped": STOPPED[priority][0]} for priority in PRINTED]


def periods(today: dt.date, chosen: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The periods that are asked for most, the first one that is shown marked. The running ones end today."""
    month = today.replace(day=1)
    quarter = month.replace(month=3 * ((today.month - 1) // 3) + 1)
    named = [
        (_("This month"), month, today),
        (_("Last month"), month - relativedelta(months=1), month - DAY),
        (_("This quarter"), quarter, today),
        (_("This year"), today.replace(month=1, day=1), today),
    ]
    shown = (chosen.get("from"), chosen.get("to"))
    marked = next((words for words, *days in named if tuple(days) == shown), None)
    return [{"words": words, "from": start, "to": end, "is_shown": words == marked} for words, start, end in named]
