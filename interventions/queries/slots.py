"""When technicians could go: in the business hours of who works, and where nothing else is in the way."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from django.conf import settings
from django.db.models import F, Min, Q

from interventions.choices import TAKES_TIME
from interventions.models import Crew, Intervention
from sla.engine import ServiceHours
from sla.models import Calendar
from tickets.models import Absence, Queue, Resource, User
from tickets.spans import Span, without

# Appointments are made on the quarter of an hour, in every zone of the world.
STEP = dt.timedelta(minutes=15)
HORIZON = dt.timedelta(weeks=6)
_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


def house_hours() -> ServiceHours:
    """The business hours of the house: those of its first queue that has any, else of its oldest calendar."""
    in_use = Min("queues__order", filter=Q(queues__is_active=True))
    calendars = Calendar.objects.filter(is_round_the_clock=False).annotate(place=in_use)
    calendar = calendars.order_by(F("place").asc(nulls_last=True), "pk").first()
    return calendar.service_hours() if calendar else ServiceHours.round_the_clock(settings.TIME_ZONE)


def queue_hours(queue: Queue) -> ServiceHours:
    """The business hours of a queue; without any of its own, of the house."""
    return queue.calendar.service_hours() if queue.calendar else house_hours()


def hours_of(technicians: Iterable[User]) -> dict[int, ServiceHours]:
    """By technician, the hours of the first queue they work for; of the house where it says none."""
    people = list(technicians)
    house = house_hours()
    places = Resource.objects.filter(technician__in=people, level__queue__is_active=True)
    found: dict[int, ServiceHours] = {}
    for place in places.select_related("level__queue__calendar").order_by("level__queue__order", "pk"):
        if (calendar := place.level.queue.calendar) is not None:
            found.setdefault(place.technician_id, calendar.service_hours())
    return {person.pk: found.get(person.pk, house) for person in people}


def next_free(
    technicians: Sequence[User],
    *,
    after: dt.datetime,
    length: dt.timedelta,
    hours: ServiceHours,
    beside: Intervention | None = None,
) -> Span | None:
    """The first time from `after` on in which all of them are free, in UTC, starting on a quarter of an hour.

    Within the hours, if these are ever open for so long; else from an opening on, over the lunch break. None where
    there is nothing in six weeks. `beside` is the visit itself.
    """
    search = Span(_rounded_up(after), after.astimezone(dt.UTC) + HORIZON)
    taken = busy(technicians, search, beside=beside)
    opened = [Span(start.astimezone(dt.UTC), end.astimezone(dt.UTC)) for start, end in hours.open_intervals(*search)]
    free = without(opened, taken)
    starts = [(_rounded_up(span.start), span.end) for span in free]
    whole = next((start for start, end in starts if start + length <= end), None)
    if whole is not None:
        return Span(whole, whole + length)
    over = (Span(start, start + length) for start, end in starts if start < end)
    return next((span for span in over if without([span], taken) == [span]), None)


def busy(technicians: Iterable[User], span: Span, *, beside: Intervention | None = None) -> list[Span]:
    """When at least one of them is on a visit, or absent, in that time."""
    people = list(technicians)
    places = Crew.objects.filter(technician__in=people, span__overlap=span, intervention__state__in=TAKES_TIME)
    away = Absence.objects.filter(user__in=people, from_at__lt=span.end, until_at__gt=span.start)
    visits = places.exclude(intervention=beside) if beside else places
    return [
        *(Span(taken.lower, taken.upper) for taken in visits.values_list("span", flat=True)),
        *(Span(start, end) for start, end in away.values_list("from_at", "until_at")),
    ]


def _rounded_up(at: dt.datetime) -> dt.datetime:
    steps = -((_EPOCH - at.astimezone(dt.UTC)) // STEP)
    return _EPOCH + steps * STEP
