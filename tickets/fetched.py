"""What the clocks of tickets are read from, fetched for many tickets at once as plain lists.

Put together by hand: Django's own prefetch takes longer for the fifty lines of a list than the database, and leaves
a queryset with every ticket, which is copied each time somebody looks at it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

from sla.models import Calendar, Policy
from tickets.joined import Joined
from tickets.models import Clock, Pause, Ticket

_CLOCKS, _PAUSES = Joined(Clock, "calendar"), Joined(Pause)
_BARE_CLOCKS, _CALENDARS, _POLICIES = Joined(Clock), Joined(Calendar), Joined(Policy, "ladder")


def fetch_clocks(tickets: list[Ticket]) -> None:
    """All that the clocks of the tickets are drawn from, in five statements whatever their number."""
    if not tickets:
        return
    of_them, asked = "WHERE it.ticket_id = ANY(%(numbers)s)", {"numbers": [ticket.pk for ticket in tickets]}
    clocks = _BARE_CLOCKS.rows(of_them, asked)
    _link(clocks, "calendar", _CALENDARS)
    _link(tickets, "policy", _POLICIES)
    _gather(tickets, "fetched_clocks", clocks)
    _gather(tickets, "fetched_pauses", _PAUSES.rows(f"{of_them} ORDER BY it.from_at", asked))
    _gather(tickets, "fetched_escalations", _escalations().rows(of_them, asked))


def _link(rows: Sequence[Any], name: str, ends: Joined[Any]) -> None:
    """Each row knows the row that its foreign key names; few rows are named by many, and each is read once."""
    keys = {getattr(row, f"{name}_id") for row in rows}
    known = {end.pk: end for end in ends.rows("WHERE it.id = ANY(%(keys)s)", {"keys": list(keys)})}
    for row in rows:
        row._state.fields_cache[name] = known[getattr(row, f"{name}_id")]


def _gather(tickets: list[Ticket], name: str, rows: Iterable[Any]) -> None:
    """Each ticket has its rows in a list, in the order in which they came, and they know their ticket."""
    by_number: dict[int, Ticket] = {}
    for ticket in tickets:
        by_number[ticket.pk] = ticket
        setattr(ticket, name, [])
    for row in rows:
        ticket = by_number[row.ticket_id]
        row._state.fields_cache["ticket"] = ticket
        getattr(ticket, name).append(row)


def fetch_clocks_of(ticket: Ticket) -> None:
    """The same for one ticket that was read with its policy and its ladder, in three statements."""
    of_it, asked = "WHERE it.ticket_id = %(number)s", {"number": ticket.pk}
    _gather([ticket], "fetched_clocks", _CLOCKS.rows(of_it, asked))
    _gather([ticket], "fetched_pauses", _PAUSES.rows(f"{of_it} ORDER BY it.from_at", asked))
    _gather([ticket], "fetched_escalations", _escalations().rows(f"{of_it} ORDER BY it.at DESC, it.id DESC", asked))


@cache
def _escalations() -> Joined[Any]:
    """Those of the room above, which this one does not import."""
    return Joined(Ticket._meta.get_field("escalations").related_model)


def clocks_of(ticket: Ticket) -> Sequence[Clock]:
    """The clocks of a ticket, in no order; asked for where they were not fetched."""
    return _rows(ticket, "clocks")


def pauses_of(ticket: Ticket) -> Sequence[Pause]:
    """Its pauses by their beginning; asked for where they were not fetched."""
    return _rows(ticket, "pauses")


def escalations_of(ticket: Ticket) -> Sequence[Any]:
    """Its escalations, in no order; asked for where they were not fetched."""
    return _rows(ticket, "escalations")


def _rows(ticket: Ticket, relation: str) -> Sequence[Any]:
    fetched: Sequence[Any] | None = getattr(ticket, f"fetched_{relation}", None)
    return list(getattr(ticket, relation).all()) if fetched is None else fetched
