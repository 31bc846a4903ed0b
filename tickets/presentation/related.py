"""What belongs to a ticket: the tickets linked to it, those it causes, and the time spent on it."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from tickets.choices import LinkKind, Status
from tickets.incidents import is_cause
from tickets.joined import Joined
from tickets.models import Ticket, TimeEntry, User
from tickets.presentation.around import LinkTo
from tickets.readings import next_reading, with_clocks

_ENTRIES = Joined(TimeEntry, "technician", "work_type", only={"technician": ["name"]})


def related(ticket: Ticket, links: Iterable[LinkTo], at: dt.datetime) -> dict[str, Any]:
    """Links in both directions with status and clock, the tickets it causes apart; queries do not grow with them."""
    links = sorted(links, key=lambda link: link.ticket_id != ticket.pk)
    ends = {link.pk: link.other_id if link.ticket_id == ticket.pk else link.ticket_id for link in links}
    tickets = with_clocks(Ticket.objects.select_related("account")).in_bulk(set(ends.values())) if ends else {}
    shown = [_linked(link, ticket, tickets[ends[link.pk]], at) for link in links]
    caused = [each for each in shown if each["is_caused"]]
    return {
        "links": [each for each in shown if not (each["is_caused"] and is_cause(ticket))],
        "causes": _causes(ticket, caused),
    }


def _linked(link: LinkTo, ticket: Ticket, other: Ticket, at: dt.datetime) -> dict[str, Any]:
    is_reverse = link.ticket_id != ticket.pk
    kind = LinkKind(link.kind)
    return {
        "pk": link.pk,
        "ticket": other,
        "kind": _reverse(kind) if is_reverse else kind.label,
        "status": Status(other.status),
        "clock": next_reading(other, at) if other.is_open else None,
        "is_caused": is_reverse and kind == LinkKind.PROBLEM,
    }


def _reverse(kind: LinkKind) -> str:
    return {
        LinkKind.DUPLICATE: _("Duplicated by"),
        LinkKind.PARENT: _("Consists of"),
        LinkKind.PROBLEM: _("Causes"),
        LinkKind.FOLLOWS: _("Followed by"),
    }[kind]


def _causes(ticket: Ticket, caused: list[dict[str, Any]]) -> dict[str, Any] | None:
    """What a problem or known incident causes, and how many clients it affects; None for any other ticket."""
    if not is_cause(ticket):
        return None
    counted = [each for each in caused if each["ticket"].status not in (Status.CANCELLED, Status.MERGED)]
    clients = {each["ticket"].account_id for each in counted}
    return {
        "tickets": caused,
        "open": sum(each["ticket"].is_open for each in counted),
        "clients": len(clients | {ticket.account_id} if ticket.is_announced else clients),
    }


def time_spent(ticket: Ticket, user: User) -> dict[str, Any]:
    """The entries, and what they amount to by work type."""
    entries = _ENTRIES.rows("WHERE it.ticket_id = %(number)s ORDER BY it.worked_at, it.id", {"number": ticket.pk})
    sums: defaultdict[str, dt.timedelta] = defaultdict(dt.timedelta)
    for entry in entries:
        sums[entry.work_type.name] += dt.timedelta(minutes=entry.minutes)
    return {
        "entries": [{"entry": entry, "is_mine": entry.technician_id == user.pk} for entry in entries],
        "by_work_type": sorted(sums.items()),
        "total": sum(sums.values(), dt.timedelta()),
    }
