"""The planning as it is read: who goes where on some days, beside absences, duties and business hours."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar, cast

from django.db.models import QuerySet

from interventions.choices import TAKES_TIME, State
from interventions.models import Crew, Intervention
from interventions.queries.slots import hours_of
from sla.engine import ServiceHours
from tickets.choices import Role
from tickets.models import Absence, Duty, User
from tickets.roster import Day
from tickets.spans import Span

Item = TypeVar("Item")


@dataclass(frozen=True)
class Part:
    """The part of a visit of one technician that lies on one day; `also` are the others who come."""

    place: Crew
    day: Day
    span: Span
    also: tuple[User, ...] = ()
    overlap: dt.timedelta = dt.timedelta()

    @property
    def visit(self) -> Intervention:
        return self.place.intervention

    @property
    def whole(self) -> Span:
        """The visit from its start to its end, whatever the day."""
        return Span(self.place.span.lower, self.place.span.upper)

    @property
    def began_before(self) -> bool:
        return self.whole.start < self.day.span.start

    @property
    def goes_on(self) -> bool:
        return self.whole.end > self.day.span.end


@dataclass(frozen=True)
class Stretch:
    """The part of an absence, or of a duty on call, that lies on one day."""

    span: Span
    day: Day
    absence: Absence | None = None
    duty: Duty | None = None

    @property
    def is_whole_day(self) -> bool:
        return self.span == self.day.span

    @property
    def ends_the_day(self) -> bool:
        return self.span.end == self.day.span.end


@dataclass(frozen=True)
class Cell:
    """A day of a technician; `hours` are its business hours."""

    technician: User
    day: Day
    parts: list[Part]
    absences: list[Stretch]
    duties: list[Stretch]
    hours: list[Span]


@dataclass(frozen=True)
class Row:
    """A technician and their days."""

    technician: User
    cells: list[Cell]

    @cached_property
    def on_site(self) -> dt.timedelta:
        """How long they are at clients' in these days; over another visit counts as well."""
        spans = (part.span for cell in self.cells for part in cell.parts)
        return sum((span.end - span.start for span in spans), dt.timedelta())


@dataclass(frozen=True)
class Conflict:
    """A visit to come, the part of it in which its technician has something else, and what."""

    place: Crew
    span: Span
    other: Crew | None = None
    absence: Absence | None = None


@dataclass(frozen=True)
class Board:
    """Some days of some technicians."""

    days: Sequence[Day]
    rows: list[Row]
    conflicts: list[Conflict]


def technicians() -> QuerySet[User]:
    """Who can be sent."""
    return User.objects.filter(is_active=True, roles__contains=[Role.TECHNICIAN]).order_by("name", "pk")


def board(days: Sequence[Day], people: Sequence[User] | None = None) -> Board:
    """These days of these people; without them, of all technicians and whoever else is sent in these days.

    In a constant number of queries.
    """
    span = Span(days[0].span.start, days[-1].span.end)
    crews = _crews(span)
    shown = [*technicians(), *_no_technicians_any_more(crews)] if people is None else list(people)
    absences = list(Absence.objects.filter(user__in=shown, from_at__lt=span.end, until_at__gt=span.start))
    on_call = Duty.objects.filter(technician__in=shown, from_at__lt=span.end, until_at__gt=span.start)
    duties = list(on_call.select_related("queue"))
    conflicts = [found for person in shown for found in _conflicts(person, crews, absences)]
    whole = _Days(days, crews, absences, duties, conflicts, hours_of(shown))
    return Board(days, [whole.row(person) for person in shown], sorted(conflicts, key=lambda each: each.span))


def _crews(span: Span) -> list[Crew]:
    places = Crew.objects.filter(span__overlap=span, intervention__state__in=TAKES_TIME)
    read = places.select_related(
        "technician", "intervention__ticket__account", "intervention__site", "intervention__slip"
    )
    return sorted(read, key=lambda place: (place.span.lower, place.intervention_id, place.pk))


def _no_technicians_any_more(crews: Iterable[Crew]) -> list[User]:
    sent = {place.technician for place in crews}
    gone = {person for person in sent if not (person.is_active and person.has_role(Role.TECHNICIAN))}
    return sorted(gone, key=lambda person: person.name)


@dataclass(frozen=True)
class _Days:
    """All that was read of these days, to be dealt out."""

    days: Sequence[Day]
    crews: list[Crew]
    absences: list[Absence]
    duties: list[Duty]
    conflicts: list[Conflict]
    hours: dict[int, ServiceHours]

    def row(self, person: User) -> Row:
        return Row(person, [self._cell(person, day) for day in self.days])

    def _cell(self, person: User, day: Day) -> Cell:
        return Cell(
            technician=person,
            day=day,
            parts=[part for place in self._places.get(person.pk, ()) if (part := self._part(place, day))],
            absences=[
                Stretch(cut, day, absence=away)
                for away in self._absences.get(person.pk, ())
                if (cut := Span(away.from_at, away.until_at).within(day.span))
            ],
            duties=[
                Stretch(cut, day, duty=duty)
                for duty in self._duties.get(person.pk, ())
                if (cut := Span(duty.from_at, duty.until_at).within(day.span))
            ],
            hours=self._opened(self.hours[person.pk], day),
        )

    def _opened(self, hours: ServiceHours, day: Day) -> list[Span]:
        """Read once for all who have the same hours."""
        if (hours, day) not in self._read:
            opened = hours.open_intervals(*day.span)
            spans = [Span(start.astimezone(dt.UTC), end.astimezone(dt.UTC)) for start, end in opened]
            self._read[hours, day] = spans
        return self._read[hours, day]

    def _part(self, place: Crew, day: Day) -> Part | None:
        cut = _span(place).within(day.span)
        if cut is None:
            return None
        also = tuple(other for other in self._crew[place.intervention_id] if other.pk != place.technician_id)
        return Part(place, day, cut, also, self._overlaps.get(place.pk, dt.timedelta()))

    @cached_property
    def _read(self) -> dict[tuple[ServiceHours, Day], list[Span]]:
        return {}

    @cached_property
    def _places(self) -> dict[int, list[Crew]]:
        return _by(self.crews, lambda place: place.technician_id)

    @cached_property
    def _absences(self) -> dict[int, list[Absence]]:
        return _by(self.absences, lambda away: away.user_id)

    @cached_property
    def _duties(self) -> dict[int, list[Duty]]:
        return _by(self.duties, lambda duty: duty.technician_id)

    @cached_property
    def _crew(self) -> dict[int, list[User]]:
        by_visit = _by(self.crews, lambda place: place.intervention_id)
        return {visit: [place.technician for place in places] for visit, places in by_visit.items()}

    @cached_property
    def _overlaps(self) -> dict[int, dt.timedelta]:
        """By place, how long something else is there."""
        found: dict[int, dt.timedelta] = {}
        for conflict in self.conflicts:
            for place in filter(None, (conflict.place, conflict.other)):
                found[place.pk] = found.get(place.pk, dt.timedelta()) + (conflict.span.end - conflict.span.start)
        return found


def _by(items: Iterable[Item], key: Callable[[Item], int]) -> dict[int, list[Item]]:
    found: dict[int, list[Item]] = {}
    for item in items:
        found.setdefault(key(item), []).append(item)
    return found


def _conflicts(person: User, crews: Iterable[Crew], absences: Iterable[Absence]) -> Iterator[Conflict]:
    """Where somebody would be in two places; what is over, or has begun, is not moved any more."""
    theirs = [place for place in crews if place.technician_id == person.pk]
    for earlier, later in _overlapping(theirs):
        place, other = (later, earlier) if _is_to_come(later) else (earlier, later)
        if _is_to_come(place):
            yield Conflict(place, cast(Span, _span(place).within(_span(other))), other=other)
    for place in filter(_is_to_come, theirs):
        for away in absences:
            cut = Span(away.from_at, away.until_at).within(_span(place))
            if away.user_id == person.pk and cut:
                yield Conflict(place, cut, absence=away)


def _overlapping(places: Iterable[Crew]) -> Iterator[tuple[Crew, Crew]]:
    """Pairs of places that overlap; they come by their start."""
    going_on: list[Crew] = []
    for later in places:
        going_on = [place for place in going_on if place.span.upper > later.span.lower]
        yield from ((earlier, later) for earlier in going_on)
        going_on.append(later)


def _is_to_come(place: Crew) -> bool:
    return place.intervention.state == State.PLANNED


def _span(place: Crew) -> Span:
    return Span(place.span.lower, place.span.upper)
