"""The sheet: how its figures are rounded and added up."""

from __future__ import annotations

import datetime as dt

import pytest

from reports.choices import Outcome
from reports.formats import record
from reports.objectives import Goal, closest, goals
from reports.presentation.charts import insight, kept_chart
from reports.sheet import Line, Score, Sheet, count_line
from sla.choices import Metric, Priority


@pytest.mark.parametrize(
    ("kept", "missed", "percent"),
    [
        (0, 0, None),
        (1, 0, 100),
        (9996, 4, 99),
        (199, 1, 99),
        (1, 1, 50),
        (1, 7, 13),
        (0, 5, 0),
        (28, 3, 90),
        (29, 2, 94),
    ],
)
def test_percentages_are_rounded_half_up_and_100_means_all(kept, missed, percent):
    assert Score(kept, missed).percent == percent


def test_an_objective_of_100_is_met_only_when_all_were_kept():
    assert Score(kept=8).meets(100)
    assert not Score(kept=9996, missed=4).meets(100)


def test_rounding_meets_no_objective():
    score = Score(kept=896, missed=104)
    assert (score.percent, score.meets(90)) == (90, False)


def test_the_parts_add_up_to_the_total():
    both = [(a, b, 1 + 10 * a + b) for a in Outcome for b in Outcome]
    line = count_line(Priority.HIGH, both)
    for score in line.scores.values():
        assert score.kept + score.missed + score.pending + score.no_commitment == line.tickets
    assert line.no_commitment == 1
    assert line.pending == sum(n for a, b, n in both if Outcome.PENDING in (a, b))


def test_rows_add_up_to_the_overall_one():
    rows = tuple(count_line(priority, [(Outcome.KEPT, Outcome.MISSED, n)]) for n, priority in enumerate(Priority, 1))
    overall = record(sheet(*rows).overall)
    assert (overall["tickets"], overall["response_kept"], overall["resolution_missed"]) == (10, 10, 10)


def test_goals_are_those_for_which_something_was_judged():
    found = goals(
        sheet(line(Priority.HIGH, kept=9, missed=1), line(Priority.LOW)),
        {(Metric.RESPONSE, Priority.HIGH): 90, (Metric.RESPONSE, Priority.LOW): 80},
    )
    assert [(goal.priority, goal.is_met) for goal in found] == [(Priority.HIGH, True)]


def test_the_closest_are_those_with_the_least_margin_of_each_metric():
    near = Goal(Metric.RESPONSE, Priority.HIGH, 90, Score(91, 9))
    far = Goal(Metric.RESPONSE, Priority.LOW, 80, Score(99, 1))
    full = Goal(Metric.RESPONSE, Priority.CRITICAL, 100, Score(5, 0))
    assert closest([far, near, full]) == [near]


def test_what_stands_out_is_named_with_its_shares():
    high = line(Priority.HIGH, kept=5, missed=5)
    found = insight(sheet(high, line(Priority.LOW, kept=89, missed=1)))
    assert found and found["priority"] == Priority.HIGH.label
    assert insight(sheet(line(Priority.LOW, kept=10))) is None


def test_the_scale_begins_at_half_only_where_nothing_lies_below():
    def width(missed: int) -> int:
        return kept_chart(sheet(line(Priority.LOW, kept=100 - missed, missed=missed)), {})["groups"][0]["bars"][0][
            "width"
        ]

    assert (width(25), width(60)) == (50, 40)


def line(priority: Priority, kept: int = 0, missed: int = 0) -> Line:
    counts = [(Outcome.KEPT, Outcome.KEPT, kept), (Outcome.MISSED, Outcome.MISSED, missed)]
    return count_line(priority, counts)


def sheet(*rows: Line) -> Sheet:
    return Sheet(dt.date(2017, 1, 1), dt.date(2017, 5, 18), None, None, rows)
