"""What is read about tickets, wherever it is shown."""

from __future__ import annotations

import datetime as dt

from django.db.models import Case, Count, F, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.expressions import CombinedExpression
from django.db.models.functions import Coalesce

from tickets.choices import OPEN_STATUSES, Kind, LinkKind, MessageKind, Status
from tickets.models import Absence, Account, Duty, Link, Message, Queue, Resource, ResourceLevel, Ticket, User


def first_present(level: ResourceLevel, at: dt.datetime) -> User | None:
    """Who of the cell is asked first at that instant: active, not absent and on duty.

    In the opening hours of the queue everybody of the cell is on duty, outside of them who the roster names. Where
    nobody of the cell is, whoever is on call for the queue is asked, the earliest duty first; else nobody. Within
    the cell its order rules, or the number of open tickets where the queue balances the load. One statement, when
    `level` came with its queue and calendar.
    """
    on_call = Duty.objects.filter(queue=level.queue_id, from_at__lte=at, until_at__gt=at)
    absent = Absence.objects.filter(from_at__lte=at, until_at__gt=at).values("user")
    people = User.objects.filter(is_active=True).exclude(pk__in=absent)
    asked = Q(pk__in=on_call.values("technician"))
    if is_staffed(level.queue, at):
        asked |= Q(pk__in=level.resources.values("technician"))
    return _in_order_of(people.filter(asked), level, on_call).first()


def is_staffed(queue: Queue, at: dt.datetime) -> bool:
    """Whether the queue is in its opening hours, so that everybody who is present is on duty."""
    return queue.calendar is None or queue.calendar.service_hours().is_open(at)


def known_incidents(account: Account | None, queue: Queue | None) -> QuerySet[Ticket]:
    """What a caller may be calling about that is known already, newest first.

    Open and announced in that queue or of that account; and open problems of which the account has an incident. Each
    with `affected`: how many clients it concerns, its own among them.
    """
    announced_here = Q(pk__in=[])
    if account is not None:
        theirs = Link.objects.filter(kind=LinkKind.PROBLEM, ticket__account=account).exclude(ticket__status__in=_VOID)
        announced_here |= Q(is_announced=True, account=account)
        announced_here |= Q(kind=Kind.PROBLEM, pk__in=theirs.values("other"))
    if queue is not None:
        announced_here |= Q(is_announced=True, queue=queue)
    known = Ticket.objects.filter(announced_here, status__in=OPEN_STATUSES)
    return known.annotate(affected=_affected_clients()).order_by("-opened_at", "-pk")


def with_news(tickets: QuerySet[Ticket]) -> QuerySet[Ticket]:
    """Each with `news`: what the house last told its client, None as long as it told nothing."""
    told = Message.objects.filter(
        ticket=OuterRef("pk"), kind=MessageKind.REPLY, author__isnull=False, withdrawn_at=None
    )
    return tickets.annotate(news=Subquery(told.order_by("-at", "-pk").values("body")[:1]))


_VOID = (Status.CANCELLED, Status.MERGED)


def _in_order_of(people: QuerySet[User], level: ResourceLevel, on_call: QuerySet[Duty]) -> QuerySet[User]:
    """The people of the cell before those who are on call alone."""
    here = Resource.objects.filter(level=level, technician=OuterRef("pk"))
    since = on_call.filter(technician=OuterRef("pk")).order_by("from_at")
    place = F("place").asc(nulls_last=True)
    found = people.annotate(
        place=Subquery(here.values("order")[:1]), on_call_since=Subquery(since.values("from_at")[:1])
    )
    if not level.queue.balances_load:
        return found.order_by(place, "on_call_since", "pk")
    load = Case(When(place__isnull=False, then=_open_tickets()))
    return found.annotate(load=load).order_by(F("load").asc(nulls_last=True), place, "on_call_since", "pk")


def _open_tickets() -> Coalesce:
    mine = Ticket.objects.filter(technician=OuterRef("pk"), status__in=OPEN_STATUSES).order_by()
    return Coalesce(Subquery(mine.values("technician").annotate(count=Count("pk")).values("count")), 0)


def _affected_clients() -> CombinedExpression:
    """The accounts of the incidents, and one more: its own, if none of them is of it."""
    caused = Link.objects.filter(kind=LinkKind.PROBLEM, other=OuterRef("pk")).exclude(ticket__status__in=_VOID)
    others = caused.exclude(ticket__account=OuterRef("account")).order_by()
    clients = others.values("other").annotate(count=Count("ticket__account", distinct=True)).values("count")
    return Coalesce(Subquery(clients), 0) + 1
