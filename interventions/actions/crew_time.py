"""How much of its technicians' time a visit takes once they were there."""

from __future__ import annotations

import datetime as dt

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from interventions.actions.frame import lock_people
from interventions.clashes import clashes
from interventions.models import Intervention, Slip
from tickets.spans import Span


def keep_time_taken(intervention: Intervention, slip: Slip) -> None:
    """As planned; what was planned after the departure is free for another visit, and taken again without one.

    In the caller's transaction. What was planned there meanwhile stays: this visit then does not block its time.
    """
    span = _time_taken(intervention, slip)
    people = lock_people(intervention.technicians.all())
    busy = {clash.technician.pk for clash in clashes(people, span, beside=intervention) if clash.visit}
    for place in intervention.crew.all():
        place.span = DateTimeTZRange(*span)
        place.blocks = place.blocks and place.technician_id not in busy
        place.save(update_fields=["span", "blocks"])


def _time_taken(intervention: Intervention, slip: Slip) -> Span:
    """Who was gone before the planned hour took the time that they were there."""
    departed_at = slip.departed_at
    if departed_at is None:
        return Span(intervention.starts_at, intervention.ends_at)
    if departed_at > intervention.starts_at:
        return Span(intervention.starts_at, min(intervention.ends_at, departed_at))
    return Span(slip.arrived_at, max(departed_at, slip.arrived_at + dt.timedelta(minutes=1)))
