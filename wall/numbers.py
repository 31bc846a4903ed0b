"""The numbers of the wall: what needs a manager now, each with the list of exactly its tickets."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from escalation.queries import count_to_acknowledge, escalated
from helpdesk.templatetags.moments import duration
from sla.choices import Priority
from tickets.choices import ClockState
from tickets.models import Ticket
from tickets.readings import next_reading, with_clocks
from tickets.states import in_state, open_tickets, waits_too_long
from wall.load import Counts, total

Number = dict[str, Any]


def numbers(counts: Counts, at: dt.datetime) -> list[Number]:
    """Late, at risk, unassigned, escalated, and waiting for the client too long; at `at`, of all tickets."""
    tickets = Ticket.objects.all()
    return [
        _late(total(counts, ClockState.OVERDUE), at),
        _number(
            _("At risk"), "triangle-alert", total(counts, ClockState.RISK), "clock=risk",
            note=_("within 2 business hours"), tone="risk",
        ),
        _unassigned(open_tickets(tickets).filter(technician=None)),
        _escalated(),
        _number(
            _("Waiting for the client"), "circle-pause", waits_too_long(tickets, at).count(), "attention=waiting",
            note=_("for too long"), tone="paused",
        ),
    ]  # fmt: skip


def _late(count: int, at: dt.datetime) -> Number:
    late = in_state(Ticket.objects.all(), ClockState.OVERDUE, at) if count else Ticket.objects.none()
    oldest = with_clocks(late).order_by("next_due_at", "number").first()
    reading = next_reading(oldest, at) if oldest else None
    note = _("the oldest: %(time)s") % {"time": duration(reading.overdue_by)} if reading else _("nothing is late")
    return _number(_("Late"), "circle-alert", count, "clock=overdue", note=note, tone="overdue")


def _unassigned(tickets: Any) -> Number:
    counts = dict(tickets.order_by().values_list("priority").annotate(Count("pk")))
    gravest = next((priority for priority in Priority if counts.get(priority)), None)
    words = {"count": counts.get(gravest), "priority": gravest.label if gravest else ""}
    note = _("of which %(count)s: %(priority)s") % words if gravest else _("every ticket has somebody")
    return _number(_("Unassigned"), "user-round-x", sum(counts.values()), "technician=nobody", note=note)


def _escalated() -> Number:
    waiting = count_to_acknowledge()
    note = ngettext("%(count)s to acknowledge", "%(count)s to acknowledge", waiting) % {"count": waiting}
    return _number(_("Escalated"), "siren", escalated(Ticket.objects.all()).count(), "attention=escalated", note=note)


def _number(label: str, icon: str, count: int, query: str, *, note: str, tone: str = "") -> Number:
    url = f"{reverse('ticket_list')}?{query}"
    return {"label": label, "icon": icon, "count": count, "url": url, "note": note, "tone": tone if count else ""}
