"""The planning as it is drawn: which days the address asks for, and the ways from there to others."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, replace
from typing import Any
from zoneinfo import ZoneInfo

from django.http import QueryDict
from django.urls import reverse
from django.utils.dateparse import parse_date

from interventions.presentation.scale import Column, Scale, column_of, scale_of_day, scale_of_week
from interventions.queries.planning import Board, Cell, Part, Row
from tickets.models import User
from tickets.numbers import LARGEST_NUMBER
from tickets.roster import Day, days_of_week

_WEEK = re.compile(r"(20\d\d)-W(0[1-9]|[1-4]\d|5[0-3])$")
# Earlier or later, a week of it could not be written.
_FIRST, _LAST = dt.date(2001, 1, 1), dt.date(2098, 12, 31)


@dataclass(frozen=True)
class Shown:
    """A week, by its Monday, or one day; of the technicians with these keys, or of all. `whole`: with its night."""

    date: dt.date
    is_day: bool = False
    technicians: tuple[int, ...] = ()
    whole: bool = False

    @classmethod
    def asked(cls, query: QueryDict, today: dt.date) -> Shown:
        """What the address says; this week where it says nothing that can be read."""
        keys = [int(key) for key in query.getlist("technician") if key.isdecimal()]
        technicians = tuple(dict.fromkeys(key for key in keys if key <= LARGEST_NUMBER))
        day = _date(query.get("day", ""))
        if day is not None:
            return cls(day, is_day=True, technicians=technicians, whole="whole" in query)
        return cls(_monday(query.get("week", "")) or _monday_of(today), technicians=technicians)

    @property
    def query(self) -> str:
        """The address behind the question mark."""
        query = QueryDict(mutable=True)
        year, week, _weekday = self.date.isocalendar()
        query["day" if self.is_day else "week"] = self.date.isoformat() if self.is_day else f"{year}-W{week:02}"
        query.setlist("technician", [str(key) for key in self.technicians])
        if self.whole:
            query["whole"] = "1"
        return query.urlencode()

    @property
    def url(self) -> str:
        return f"{reverse('planning')}?{self.query}"

    def days(self, zone: ZoneInfo) -> list[Day]:
        week = days_of_week(_monday_of(self.date), zone)
        return [day for day in week if day.date == self.date] if self.is_day else week

    def later(self, steps: int) -> Shown:
        """So many days, or weeks, later."""
        step = dt.timedelta(days=1) if self.is_day else dt.timedelta(weeks=1)
        return replace(self, date=min(max(self.date + steps * step, _FIRST), _LAST))

    def on(self, date: dt.date) -> Shown:
        return replace(self, date=date, is_day=True)

    def week_of(self, date: dt.date) -> Shown:
        return replace(self, date=_monday_of(date), is_day=False, whole=False)


def ways(shown: Shown, today: dt.date) -> dict[str, str]:
    """The addresses to the days before and after, to today, and to the other way of looking at it."""
    same = shown.on(today) if shown.is_day else shown.week_of(today)
    # From a week to the day that one would look at first.
    in_week = shown.date <= today < shown.date + dt.timedelta(weeks=1)
    return {
        "earlier": shown.later(-1).url,
        "later": shown.later(1).url,
        "now": same.url,
        "week": shown.week_of(shown.date).url,
        "day": shown.on(today if in_week else shown.date).url,
        "whole": replace(shown, whole=not shown.whole).url,
    }


@dataclass(frozen=True)
class Place:
    """Where a visit can be dropped: a technician and a day, and the address of a new visit there."""

    cell: Cell
    plan_url: str
    visits: list[tuple[Part, dict[str, Any]]]
    is_open: bool


def week(board: Board, shown: Shown) -> dict[str, Any]:
    """The table of a week: by technician and day, each visit with its thin drawing of the day."""
    scale = scale_of_week(board.days, [cell for row in board.rows for cell in row.cells])
    places = [(row, [_place(cell, shown, scale[cell.day.date]) for cell in row.cells]) for row in board.rows]
    open_days = {place.cell.day.date for _row, line in places for place in line if place.is_open}
    heads = [(day, shown.on(day.date).url, day.date in open_days) for day in board.days]
    return {"places": places, "heads": heads}


def day(board: Board, shown: Shown) -> dict[str, Any]:
    """The columns of a day: by technician, drawn to scale in half hours."""
    cells = [row.cells[0] for row in board.rows]
    scale = scale_of_day(board.days[0], cells, whole=shown.whole)
    columns: list[tuple[Row, Column, str]] = [
        (row, column_of(cell, scale), plan_url(shown, cell.technician, board.days[0].date))
        for row, cell in zip(board.rows, cells, strict=True)
    ]
    return {"scale": scale, "columns": columns, "is_whole": scale.window == board.days[0].span}


def plan_url(shown: Shown, technician: User, date: dt.date) -> str:
    """Where a visit of that technician on that day is planned; from there one comes back here."""
    query = QueryDict(mutable=True)
    query.update({"technician": str(technician.pk), "start": date.isoformat(), "back": shown.query})
    return f"{reverse('intervention_plan')}?{query.urlencode()}"


def _place(cell: Cell, shown: Shown, scale: Scale) -> Place:
    opened = [scale.line(span) for span in cell.hours if span.within(scale.window)]
    visits = [(part, {"open": opened, "span": scale.line(part.span)}) for part in cell.parts]
    is_open = bool(cell.hours or cell.parts or cell.absences)
    return Place(cell, plan_url(shown, cell.technician, cell.day.date), visits, is_open)


def _date(text: str) -> dt.date | None:
    try:
        found = parse_date(text)
    except ValueError:
        return None
    return found if found and _FIRST <= found <= _LAST else None


def _monday(week: str) -> dt.date | None:
    """The Monday of a week as ISO 8601 names it."""
    named = _WEEK.match(week)
    if not named or int(named[2]) > dt.date(int(named[1]), 12, 28).isocalendar().week:
        return None
    monday = dt.date.fromisocalendar(int(named[1]), int(named[2]), 1)
    return monday if _FIRST <= monday <= _LAST else None


def _monday_of(date: dt.date) -> dt.date:
    return date - dt.timedelta(days=date.weekday())
