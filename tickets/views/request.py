"""What a view of this app is given."""

from __future__ import annotations

import datetime as dt

from django.http import Http404, HttpRequest

from tickets.joined import Joined
from tickets.models import Ticket, User
from tickets.permissions import Permission, is_of_house, require, visible_tickets

_TICKETS = Joined(
    Ticket,
    "account",
    "contact",
    "policy__ladder",
    "queue",
    "level",
    "technician",
    "opened_by",
    "issue_type",
    "sub_issue_type",
    "work_type",
    "rating",
)


class Request(HttpRequest):
    """A request behind the sign-in; `now` is set by the middleware and is the only clock of a page."""

    user: User
    now: dt.datetime


def ticket_of(request: Request, number: int) -> Ticket:
    """The ticket with that number, if it is the reader's to see; otherwise 404, as if there were none."""
    sees = is_of_house(request.user) or visible_tickets(request.user).filter(pk=number).exists()
    ticket = _TICKETS.first("WHERE it.number = %(number)s", {"number": number}) if sees else None
    if ticket is None:
        raise Http404
    return ticket


def ticket_for(request: Request, number: int, permission: Permission) -> Ticket:
    """The ticket, for who may do this to it: otherwise 404 or a refusal, before anything is read of the form."""
    ticket = ticket_of(request, number)
    require(request.user, permission, ticket)
    return ticket
