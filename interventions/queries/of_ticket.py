"""The visits of one ticket: short lines, read in one statement."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any, NamedTuple

from django.db import connection

from interventions.choices import State
from tickets.models import Ticket

# Written by hand: Django takes thirty times as long to write it as PostgreSQL to answer.
_STATEMENT = """
    SELECT visit.id, visit.state, visit.starts_at, visit.ends_at, visit.purpose, COALESCE(site.name, ''),
        COALESCE(site.address, ''),
        ARRAY(SELECT person.name
            FROM interventions_crew place JOIN tickets_user person ON person.id = place.technician_id
            WHERE place.intervention_id = visit.id ORDER BY person.name),
        slip.year, slip.sequence, slip.is_frozen,
        EXISTS (SELECT FROM interventions_slipversion version WHERE version.slip_id = slip.id)
    FROM interventions_intervention visit
    LEFT JOIN interventions_site site ON site.id = visit.site_id
    LEFT JOIN interventions_slip slip ON slip.intervention_id = visit.id
    WHERE visit.ticket_id = %(number)s
    ORDER BY visit.starts_at, visit.id
"""


class Numbered(NamedTuple):
    """The slip of a visit. `was_frozen`: a version of it is there to be read."""

    number: str
    is_frozen: bool
    was_frozen: bool


class VisitLine(NamedTuple):
    """A visit: how it stands, when, what for, where, and who comes, by name."""

    pk: int
    state: State
    starts_at: dt.datetime
    ends_at: dt.datetime
    purpose: str
    site: str
    address: str
    technicians: tuple[str, ...]
    slip: Numbered | None

    @property
    def is_ahead(self) -> bool:
        """Whether somebody is still to fill in its slip on site."""
        return self.state in (State.PLANNED, State.UNDER_WAY)

    @property
    def waits_for_signature(self) -> bool:
        """Whether its slip is frozen for a client to sign, and nobody has."""
        return self.state == State.DONE and self.slip is not None and self.slip.is_frozen

    @property
    def who(self) -> str:
        return ", ".join(self.technicians)


def visits_of_ticket(ticket: Ticket) -> list[VisitLine]:
    """All of them, in the order of time."""
    with connection.cursor() as cursor:
        cursor.execute(_STATEMENT, {"number": ticket.pk})
        return [_line(values) for values in cursor.fetchall()]


def _line(values: Sequence[Any]) -> VisitLine:
    pk, state, start, end, purpose, site, address, technicians, year, sequence, *frozen = values
    slip = Numbered(f"{year}-{sequence:04d}", *frozen) if year is not None else None
    return VisitLine(pk, State(state), start, end, purpose, site, address, tuple(technicians), slip)
