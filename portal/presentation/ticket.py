"""A ticket as its client reads it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from interventions.queries.of_ticket import visits_of_ticket
from portal.forms import SayForm
from portal.presentation.escalation import escalation_panel
from portal.presentation.rows import row, status_of
from portal.presentation.slips import visits_on_ticket
from portal.reach import CALLS_FOR, reach_for
from portal.words import STOPPED
from sla.choices import Priority
from tickets.choices import OPEN_STATUSES, Status
from tickets.fetched import fetch_clocks, pauses_of
from tickets.models import Ticket, User
from tickets.permissions import visible_tickets
from tickets.presentation.composer import limits
from tickets.presentation.conversation import conversation
from tickets.presentation.history import Entry
from tickets.presentation.meters import explained
from tickets.readings import readings
from tickets.reopening import is_within_window, reopens_until

MOST_OTHERS = 8


def ticket_page(ticket: Ticket, user: User, at: dt.datetime, typed: SayForm | None = None) -> dict[str, Any]:
    """What templates/portal/ticket.html takes; `typed` is what was refused, so that nothing is lost."""
    fetch_clocks([ticket])
    pauses = list(pauses_of(ticket))
    what, means = STOPPED[Priority(ticket.priority)]
    return {
        "ticket": ticket,
        **status_of(ticket),
        "stopped": what,
        "stopped_means": means,
        "clocks": [explained(reading, pauses, of_house=False) for reading in readings(ticket, at)],
        "form": typed or SayForm(auto_id="say-%s"),
        "limits": limits(settings.ATTACHMENT_MAX_BYTES),
        "goes_on_in": _goes_on_in(ticket, user),
        **_reopening(ticket, at),
        **_reach(ticket),
        "conversation": _talk(ticket, user, at),
        "panel": escalation_panel(ticket, user, at),
        **visits_on_ticket(visits_of_ticket(ticket)),
        "others": [row(each, user, at) for each in _others(ticket, user)],
    }


def _talk(ticket: Ticket, user: User, at: dt.datetime) -> list[Entry]:
    """The conversation, in which a public reply is simply ours."""
    said: list[Entry] = conversation(ticket, user, at)["conversation"]
    for entry in said:
        if entry["kind"] == "reply" and not entry["channel"]:
            entry["channel"] = _("our answer")
    return said


def _reopening(ticket: Ticket, at: dt.datetime) -> dict[str, Any]:
    is_over = ticket.status in (Status.RESOLVED, Status.CLOSED, Status.CANCELLED)
    return {
        "is_resolved": ticket.status == Status.RESOLVED,
        "is_over": is_over,
        "may_reopen": is_over and is_within_window(ticket, at),
        "reopens_until": reopens_until(ticket) if is_over else None,
    }


def _reach(ticket: Ticket) -> dict[str, Any]:
    """How to reach us about it, as long as it is open; in large until somebody has answered."""
    if not ticket.is_open:
        return {"reach": "", "is_urgent": False}
    is_urgent = ticket.priority in CALLS_FOR and ticket.responded_at is None
    return {
        "reach": reach_for(ticket.priority, with_contract=not ticket.policy.is_without_contract),
        "is_urgent": is_urgent,
    }


def _goes_on_in(ticket: Ticket, user: User) -> Ticket | None:
    """The ticket that a merged one goes on in, if the reader sees it."""
    if ticket.merged_into_id is None:
        return None
    return visible_tickets(user).filter(pk=ticket.merged_into_id).first()


def _others(ticket: Ticket, user: User) -> Iterable[Ticket]:
    """The last open tickets beside this one."""
    found = visible_tickets(user).filter(status__in=sorted(OPEN_STATUSES)).exclude(pk=ticket.pk)
    others = list(found.select_related("account", "contact").order_by("-last_activity_at", "-number")[:MOST_OTHERS])
    fetch_clocks(others)
    return others
