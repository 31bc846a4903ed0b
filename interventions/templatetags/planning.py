"""How a visit looks on the planning, and what its script is told of it."""

from __future__ import annotations

from django import template
from django.utils import timezone

from interventions.choices import State
from interventions.models import Intervention
from interventions.presentation import words
from interventions.queries.planning import Part
from tickets.spans import Span

register = template.Library()

LOOKS = {State.UNDER_WAY: "now", State.DONE: "done", State.SIGNED: "done"}


@register.simple_tag
def zone_name() -> str:
    """The IANA name of the reader's zone."""
    return timezone.get_current_timezone_name()


@register.filter
def visit_look(part: Part) -> str:
    """How it is drawn: planned, now, done, or in conflict with something else."""
    return LOOKS.get(State(part.visit.state), "conflict" if part.overlap else "planned")


@register.filter
def visit_icon(part: Part) -> str:
    """The icon of its state, or of a conflict."""
    return "triangle-alert" if visit_look(part) == "conflict" else State(part.visit.state).icon


@register.filter
def crew_keys(part: Part) -> str:
    """The keys of all who come, as a form sends them: this one first."""
    return ",".join(str(key) for key in (part.place.technician_id, *(person.pk for person in part.also)))


@register.filter
def visit_span(visit: Intervention) -> Span:
    """From its start to its end."""
    return Span(visit.starts_at, visit.ends_at)


@register.filter
def span_words(span: Span) -> str:
    """From when to when, with its day."""
    return words.span_words(span)
