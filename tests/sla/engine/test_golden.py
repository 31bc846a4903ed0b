"""The golden cases: deadlines and durations worked out by hand and by an independent sweep."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import holidays
import pytest

from sla.engine import ServiceHours

GOLDEN = Path(__file__).parents[2] / "data" / "golden_public.json"
CASES = json.loads(GOLDEN.read_text(encoding="utf-8"))["cases"]


def hours_of(calendar: dict[str, Any], year: int) -> ServiceHours:
    closed = calendar["holidays"]
    if isinstance(closed, dict):
        years = range(year - 1, year + 3)
        days = holidays.country_holidays(closed["country"], subdiv=closed.get("subdiv"), years=years)
        closed = [day.isoformat() for day in days]
    weekly = {int(weekday): ranges for weekday, ranges in calendar["weekly"].items()}
    return ServiceHours(calendar["tz"], weekly, closed=[date.fromisoformat(day) for day in closed])


def answer(case: dict[str, Any]) -> Any:
    start = datetime.fromisoformat(case["start"])
    hours = hours_of(case["calendar"], start.year)
    pauses = [(datetime.fromisoformat(begin), end and datetime.fromisoformat(end)) for begin, end in case["pauses"]]
    if case["op"] == "elapsed":
        return hours.elapsed(start, datetime.fromisoformat(case["end"]), pauses).total_seconds()
    return hours.due_at(start, timedelta(seconds=case["amount_seconds"]), pauses)


@pytest.mark.parametrize("case", CASES, ids=[f"{case['id']} {case['note']}" for case in CASES])
def test_a_golden_case_gets_its_answer(case: dict[str, Any]) -> None:
    expected = case["expected"]
    if isinstance(expected, dict):
        with pytest.raises(ValueError, match=r"\.$"):
            answer(case)
    elif isinstance(expected, str):
        # In UTC, because Python calls an instant of the repeated hour unequal to any in another zone.
        assert answer(case).astimezone(UTC) == datetime.fromisoformat(expected)
    else:
        assert answer(case) == expected
