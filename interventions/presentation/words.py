"""A visit in a few words, for sentences."""

from __future__ import annotations

from django.utils import timezone
from django.utils.formats import date_format

from interventions.models import Intervention
from tickets.spans import Span


def told(visit: Intervention) -> str:
    """Who goes, and when: Philippe, lundi 23 novembre, 9:00 – 10:00."""
    names = ", ".join(person.name for person in visit.technicians.order_by("name"))
    return f"{names}, {span_words(Span(visit.starts_at, visit.ends_at))}"


def span_words(span: Span) -> str:
    """From when to when on the reader's clock; the second day is named where it is another."""
    start, end = (timezone.localtime(at) for at in span)
    day, from_time, until_time = date_format(start, "l j F"), _time(start), _time(end)
    if end.date() != start.date():
        until_time = f"{date_format(end, 'l j F')}, {until_time}"
    return f"{day}, {from_time} – {until_time}"


def _time(local: object) -> str:
    return date_format(local, "G:i")  # type: ignore[arg-type]
