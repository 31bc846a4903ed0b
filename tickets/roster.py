"""The roster as it is read: a week of each queue, who is on call now, who is absent, and when nobody would answer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.db.models import Q

from sla.choices import Priority
from tickets.choices import OPEN_STATUSES
from tickets.models import Absence, Duty, Queue, Resource, Ticket, User
from tickets.queries import is_staffed
from tickets.spans import Span, without

DAYS = 7
# A queue whose roster named somebody in these weeks is answered round the clock: an hour without anybody is a gap.
RECENT = dt.timedelta(weeks=4)


@dataclass(frozen=True)
class Day:
    """A date of the reader's zone, from its first instant to that of the next one: 23, 24 or 25 hours."""

    date: dt.date
    span: Span


@dataclass(frozen=True)
class Piece:
    """The part of a stretch that lies on one day; `duty` or `absence` is the whole of it, a gap has neither."""

    span: Span
    is_whole_day: bool
    duty: Duty | None = None
    absence: Absence | None = None


@dataclass(frozen=True)
class Cell:
    """What is written on one day of a line."""

    day: Day
    pieces: list[Piece]


@dataclass(frozen=True)
class Line:
    """A technician of the queue and their week."""

    technician: User
    cells: list[Cell]

    @property
    def is_written(self) -> bool:
        return any(cell.pieces for cell in self.cells)


@dataclass(frozen=True)
class QueueWeek:
    """A queue in that week. Without a roster there are no gaps: nobody is promised outside the opening hours; and
    who has nothing to be said of them has no line.
    """

    queue: Queue
    lines: list[Line]
    gaps: list[Cell]
    has_roster: bool
    is_staffed_now: bool
    on_call_now: list[Duty]

    @property
    def has_gaps(self) -> bool:
        return any(cell.pieces for cell in self.gaps)


@dataclass(frozen=True)
class HandOver:
    """Open critical tickets of somebody who is absent, or will be in that week."""

    absence: Absence
    tickets: list[Ticket]


def days_of_week(monday: dt.date, zone: ZoneInfo) -> list[Day]:
    """The seven days from a Monday on, in a zone."""
    dates = [monday + dt.timedelta(days=number) for number in range(DAYS + 1)]
    starts = [dt.datetime.combine(date, dt.time(), zone).astimezone(dt.UTC) for date in dates]
    return [Day(dates[number], Span(starts[number], starts[number + 1])) for number in range(DAYS)]


def roster_of(days: Sequence[Day], at: dt.datetime) -> list[QueueWeek]:
    """The week of every queue in use, and who is on call at `at`; in a constant number of queries."""
    week = Span(days[0].span.start, days[-1].span.end)
    shown_or_now = Q(from_at__lt=week.end, until_at__gt=week.start) | Q(from_at__lte=at, until_at__gt=at)
    duties = list(Duty.objects.filter(shown_or_now).select_related("technician").order_by("from_at", "pk"))
    absences = list(Absence.objects.filter(shown_or_now).select_related("user").order_by("from_at"))
    resources = Resource.objects.filter(technician__is_active=True).select_related("technician", "level")
    asked = list(resources.order_by("level__number", "order", "pk"))
    rostered = set(Duty.objects.filter(until_at__gt=week.start - RECENT).values_list("queue", flat=True))
    return [
        _week_of(
            queue,
            days,
            at,
            duties=[duty for duty in duties if duty.queue_id == queue.pk],
            absences=absences,
            people=[resource.technician for resource in asked if resource.level.queue_id == queue.pk],
            has_roster=queue.pk in rostered,
        )
        for queue in Queue.objects.filter(is_active=True).select_related("calendar")
    ]


def hand_overs(days: Sequence[Day], at: dt.datetime) -> list[HandOver]:
    """Who is absent in that week, and not back yet, with open critical tickets that somebody else should have."""
    within = Absence.objects.filter(from_at__lt=days[-1].span.end, until_at__gt=max(days[0].span.start, at))
    away = list(within.select_related("user").order_by("from_at"))
    critical = list(critical_tickets_of([absence.user for absence in away]))
    found = [
        HandOver(absence, [ticket for ticket in critical if ticket.technician_id == absence.user_id])
        for absence in away
    ]
    return [each for each in found if each.tickets]


def critical_tickets_of(people: Iterable[User]) -> Iterable[Ticket]:
    """What these people have open that stops a whole company, next due first."""
    tickets = Ticket.objects.filter(technician__in=people, priority=Priority.CRITICAL, status__in=OPEN_STATUSES)
    return tickets.select_related("account").order_by("next_due_at", "pk")


def _week_of(
    queue: Queue,
    days: Sequence[Day],
    at: dt.datetime,
    *,
    duties: list[Duty],
    absences: list[Absence],
    people: list[User],
    has_roster: bool,
) -> QueueWeek:
    everybody = list(dict.fromkeys([*people, *(duty.technician for duty in duties)]))
    lines = [_line(person, days, duties, absences) for person in everybody]
    gaps = _gaps(queue, days, duties, absences) if has_roster else []
    present = [duty for duty in duties if not _is_away(duty.technician_id, absences, at)]
    return QueueWeek(
        queue=queue,
        lines=[line for line in lines if has_roster or line.is_written],
        gaps=[Cell(day, _pieces_of_gaps(gaps, day)) for day in days],
        has_roster=has_roster,
        is_staffed_now=is_staffed(queue, at),
        on_call_now=[duty for duty in present if duty.from_at <= at < duty.until_at],
    )


def _line(person: User, days: Sequence[Day], duties: list[Duty], absences: list[Absence]) -> Line:
    on_call = [duty for duty in duties if duty.technician_id == person.pk]
    away = [absence for absence in absences if absence.user_id == person.pk]
    return Line(person, [Cell(day, _pieces(day, on_call, away)) for day in days])


def _pieces(day: Day, duties: list[Duty], absences: list[Absence]) -> list[Piece]:
    pieces = [
        *(Piece(part, part == day.span, duty=duty) for duty in duties if (part := _span(duty).within(day.span))),
        *(Piece(part, part == day.span, absence=away) for away in absences if (part := _span(away).within(day.span))),
    ]
    return sorted(pieces, key=lambda piece: piece.span)


def _pieces_of_gaps(gaps: list[Span], day: Day) -> list[Piece]:
    parts = [part for gap in gaps if (part := gap.within(day.span))]
    return [Piece(part, part == day.span) for part in parts]


def _gaps(queue: Queue, days: Sequence[Day], duties: list[Duty], absences: list[Absence]) -> list[Span]:
    """When the queue is closed and nobody who is present is on call."""
    if queue.calendar is None:
        return []
    week = Span(days[0].span.start, days[-1].span.end)
    hours = queue.calendar.service_hours().open_intervals(*week)
    staffed = [Span(start.astimezone(dt.UTC), end.astimezone(dt.UTC)) for start, end in hours]
    answered = [piece for duty in duties for piece in without([_span(duty)], _spans_away(duty.technician_id, absences))]
    return without([week], [*staffed, *answered])


def _spans_away(user_id: int, absences: list[Absence]) -> list[Span]:
    return [_span(absence) for absence in absences if absence.user_id == user_id]


def _span(each: Duty | Absence) -> Span:
    return Span(each.from_at, each.until_at)


def _is_away(user_id: int, absences: list[Absence], at: dt.datetime) -> bool:
    return any(span.start <= at < span.end for span in _spans_away(user_id, absences))
