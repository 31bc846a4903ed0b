"""Canned replies: a text that is used often, with the words of a ticket put in. Pure."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from zoneinfo import ZoneInfo

from django.utils import timezone, translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from helpdesk.templatetags.moments import coming
from tickets.models import Ticket, User

_PLACE = re.compile(r"\{([a-z_]+)\}")

# What may stand between braces, and what it becomes: for the list beside the text of a canned reply.
VARIABLES: dict[str, str | Promise] = {
    "contact": _("name of the requester"),
    "account": _("name of the client"),
    "number": _("number of the ticket"),
    "title": _("title of the ticket"),
    "queue": _("queue of the ticket"),
    "technician": _("technician of the ticket, or who writes"),
    "author": _("who writes"),
    "due": _("next deadline, in words"),
    "opened": _("when the ticket was opened"),
}


def fill(body: str, ticket: Ticket, user: User, at: dt.datetime) -> str:
    """`body` with its variables replaced, as `user` would send it at `at`; dates in the requester's language.

    A variable that is unknown, or that this ticket has no value for, stays as it is: the writer sees it. What
    is put in is never read for variables again.
    """
    with translation.override(_language(ticket, user)), timezone.override(ZoneInfo(user.time_zone)):
        values = _values(ticket, user, at)
        return _PLACE.sub(lambda place: values.get(place[1], str)() or place[0], body)


def _language(ticket: Ticket, user: User) -> str:
    return ticket.contact.language if ticket.contact else user.language


def _values(ticket: Ticket, user: User, at: dt.datetime) -> Mapping[str, Callable[[], str]]:
    return {
        "contact": lambda: ticket.contact.name if ticket.contact else "",
        "account": lambda: ticket.account.name,
        "number": lambda: str(ticket.number),
        "title": lambda: ticket.title,
        "queue": lambda: ticket.queue.name,
        "technician": lambda: (ticket.technician or user).name,
        "author": lambda: user.name,
        "due": lambda: coming(ticket.next_due_at, at) if ticket.next_due_at else "",
        "opened": lambda: coming(ticket.opened_at, at),
    }
