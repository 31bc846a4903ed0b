"""Time drawn to scale: every instant of a day at its place, also on days of 23 and 25 hours. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.utils import timezone

from interventions.queries.planning import Cell, Part, Stretch
from tickets.roster import Day
from tickets.spans import Span, without

HALF_HOUR, HOUR = dt.timedelta(minutes=30), dt.timedelta(hours=1)
# Of a day on which nothing is open and nobody is sent.
USUAL = (dt.timedelta(hours=8), dt.timedelta(hours=19))
# The height of half an hour, in the size of its letters.
EM = 3


class Line(NamedTuple):
    """From where to where, in percent."""

    start: str
    end: str


class Box(NamedTuple):
    """A place in a drawing, in percent."""

    x: str
    y: str
    width: str
    height: str


class Mark(NamedTuple):
    """A half hour: where it is, when, and whether it is a full hour by the reader's clock."""

    y: str
    at: dt.datetime
    is_hour: bool


@dataclass(frozen=True)
class Scale:
    """A stretch of time as long as its drawing."""

    window: Span

    def line(self, span: Span) -> Line:
        """What of a span is in the window."""
        start, end = max(span.start, self.window.start), min(span.end, self.window.end)
        return Line(_percent(self._share(start)), _percent(self._share(end)))

    def box(self, span: Span, lane: int = 0, lanes: int = 1) -> Box:
        """What of a span is in the window, in one of several lanes side by side."""
        start, end = max(span.start, self.window.start), min(span.end, self.window.end)
        top = self._share(start)
        return Box(_percent(lane / lanes), _percent(top), _percent(1 / lanes), _percent(self._share(end) - top))

    @property
    def marks(self) -> list[Mark]:
        """Every half hour of real time, by the clock on the wall: an hour that comes twice is there twice."""
        count = (self.window.end - self.window.start) // HALF_HOUR
        instants = [self.window.start + number * HALF_HOUR for number in range(count)]
        return [Mark(_percent(self._share(at)), at, timezone.localtime(at).minute == 0) for at in instants]

    @property
    def height(self) -> str:
        return f"{(self.window.end - self.window.start) / HALF_HOUR * EM:g}em"

    def _share(self, at: dt.datetime) -> float:
        return (at - self.window.start) / (self.window.end - self.window.start)


@dataclass(frozen=True)
class Column:
    """A day of a technician to scale: what is closed, their absences and duties, and visits side by side."""

    cell: Cell
    closed: list[Box]
    absences: list[tuple[Stretch, Box]]
    duties: list[tuple[Stretch, Box]]
    visits: list[tuple[Part, Box]]


def column_of(cell: Cell, scale: Scale) -> Column:
    """A cell, drawn."""
    return Column(
        cell,
        closed=[scale.box(span) for span in without([scale.window], cell.hours)],
        absences=[(away, scale.box(away.span)) for away in cell.absences if away.span.within(scale.window)],
        duties=[(duty, scale.box(duty.span)) for duty in cell.duties if duty.span.within(scale.window)],
        visits=[(part, scale.box(part.span, lane, lanes)) for part, lane, lanes in side_by_side(cell.parts)],
    )


def side_by_side(parts: Iterable[Part]) -> list[tuple[Part, int, int]]:
    """Each with its lane, and how many lanes stand there: what overlaps is never drawn over another."""
    placed: list[tuple[Part, int, int]] = []
    for group in _touching(parts):
        ends: list[dt.datetime] = []
        lanes = []
        for part in group:
            free = next((lane for lane, end in enumerate(ends) if end <= part.span.start), len(ends))
            ends[free : free + 1] = [part.span.end]
            lanes.append(free)
        placed += [(part, lane, len(ends)) for part, lane in zip(group, lanes, strict=True)]
    return placed


def _touching(parts: Iterable[Part]) -> list[list[Part]]:
    groups: list[list[Part]] = []
    end = None
    for part in sorted(parts, key=lambda part: part.span):
        if end is None or part.span.start >= end:
            groups.append([])
            end = part.span.end
        groups[-1].append(part)
        end = max(end, part.span.end)
    return groups


def scale_of_day(day: Day, cells: Iterable[Cell], *, whole: bool = False) -> Scale:
    """The business hours and all visits of a day, with an hour before and after; or the whole of it."""
    if whole:
        return Scale(day.span)
    start, end = _reach(day, cells)
    return Scale(_within(day, start, end))


def scale_of_week(days: Sequence[Day], cells: Iterable[Cell]) -> dict[dt.date, Scale]:
    """By date, all from the same hour to the same hour."""
    known = list(cells)
    reaches = [_reach(day, [cell for cell in known if cell.day == day]) for day in days]
    start, end = min(reach[0] for reach in reaches), max(reach[1] for reach in reaches)
    return {day.date: Scale(_within(day, start, end)) for day in days}


def _reach(day: Day, cells: Iterable[Cell]) -> tuple[dt.timedelta, dt.timedelta]:
    """From when to when there is something to be shown, counted from midnight."""
    spans = [span for cell in cells for span in (*cell.hours, *(part.span for part in cell.parts))]
    if not spans:
        return USUAL
    first, last = min(span.start for span in spans), max(span.end for span in spans)
    return (first - day.span.start) // HOUR * HOUR - HOUR, -((day.span.start - last) // HOUR) * HOUR + HOUR


def _within(day: Day, start: dt.timedelta, end: dt.timedelta) -> Span:
    return Span(max(day.span.start + start, day.span.start), min(day.span.start + end, day.span.end))


def _percent(share: float) -> str:
    return f"{share * 100:.3f}%"
