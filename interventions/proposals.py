"""What is proposed before anybody types: who goes when, for what, where, and whom they ask for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Max
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _

from interventions.models import Intervention, Site
from interventions.queries.planning import technicians
from interventions.queries.slots import hours_of, next_free, queue_hours
from tickets.choices import Role
from tickets.models import Account, Ticket, User
from tickets.queries import first_present
from tickets.spans import Span

USUAL = dt.timedelta(hours=1)


@dataclass(frozen=True)
class Wish:
    """What the way to the form says already: who, and an instant, or a day of the reader's."""

    technician: User | None = None
    starts_at: dt.datetime | None = None
    date: dt.date | None = None

    @classmethod
    def said(cls, technician: User | None, start: str) -> Wish:
        """`start` is a day, or an instant in ISO 8601; what cannot be read wishes nothing."""
        try:
            date, instant = parse_date(start), parse_datetime(start)
        except ValueError:
            return cls(technician)
        if instant is not None and instant.tzinfo is None:
            instant = timezone.make_aware(instant)
        return cls(technician, starts_at=instant if date is None else None, date=date)

    def after(self, at: dt.datetime) -> dt.datetime:
        """From when on a free time is looked for: from now, or on another day from its first instant."""
        if self.date is None or self.date == timezone.localtime(at).date():
            return at
        return dt.datetime.combine(self.date, dt.time(), timezone.get_current_timezone())


def first_values(ticket: Ticket, wish: Wish, at: dt.datetime) -> dict[str, Any]:
    """The values of an empty form: the technician of the ticket, their next free hour, the client's site."""
    person = wish.technician or _technician(ticket, at)
    site = usual_site(ticket.account)
    return {
        **times_of(_span(ticket, person, wish, at)),
        "technicians": [person.pk] if person else [],
        "purpose": ticket.title,
        "site": site.pk if site else None,
        "contact": ticket.contact_id,
    }


def times_of(span: Span) -> dict[str, str]:
    """A span as the fields of a form take it, on the reader's clock."""
    start, end = (timezone.localtime(at).strftime("%Y-%m-%dT%H:%M") for at in span)
    return {"starts_at": start, "ends_at": end}


def free_for(people: Sequence[User], wanted: Span, *, beside: Intervention | None = None) -> Span | None:
    """The next time as long as what was wanted, from then on, in which all of them are free."""
    hours = hours_of(people[:1])[people[0].pk] if people else None
    if hours is None:
        return None
    return next_free(people, after=wanted.start, length=wanted.end - wanted.start, hours=hours, beside=beside)


def never_free() -> str:
    """What is said where there is no such time."""
    return _("They are never free together in the next six weeks: choose others, or plan over it.")


def usual_site(account: Account) -> Site | None:
    """Where a client was visited last, or the first of their sites."""
    sites = Site.objects.filter(account=account, is_active=True).annotate(last=Max("interventions__starts_at"))
    return sites.order_by(F("last").desc(nulls_last=True), "name", "pk").first()


def _span(ticket: Ticket, person: User | None, wish: Wish, at: dt.datetime) -> Span:
    if wish.starts_at is not None:
        return Span(wish.starts_at, wish.starts_at + USUAL)
    after = wish.after(at)
    people = [person] if person else []
    found = next_free(people, after=after, length=USUAL, hours=queue_hours(ticket.queue))
    return found or Span(after, after + USUAL)


def _technician(ticket: Ticket, at: dt.datetime) -> User | None:
    own = ticket.technician
    if own and own.is_active and own.has_role(Role.TECHNICIAN):
        return own
    return (first_present(ticket.level, at) if ticket.level else None) or technicians().first()
