"""What is read about tickets, wherever it is shown."""

from __future__ import annotations

import datetime as dt

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.expressions import CombinedExpression
from django.db.models.functions import Coalesce

from tickets.choices import OPEN_STATUSES, Kind, LinkKind, MessageKind, Status
from tickets.models import Account, Link, Message, Queue, ResourceLevel, Ticket, User


def first_present(level: ResourceLevel, at: dt.datetime) -> User | None:
    """Who of the cell is asked first at that instant: active, not absent and on duty.

    In the opening hours of the queue everybody of the cell is on duty, outside of them who the roster names. Where
    nobody of the cell is, whoever is on call for the queue is asked, the earliest duty first; else nobody. Within
    the cell its order rules, or the number of open tickets where the queue balances the load. One statement, when
    `level` came with its queue and calendar.
    """
    asked = {
        "level": level.pk,
        "queue": level.queue_id,
        "at": at,
        "is_staffed": is_staffed(level.queue, at),
        "balances_load": level.queue.balances_load,
        "open": list(OPEN_STATUSES),
    }
    return next(iter(User.objects.raw(_FIRST_PRESENT, asked)), None)


# Every new ticket asks this. Put together by Django, the same statement took as long as all inserts of the ticket.
_FIRST_PRESENT = """
SELECT person.*
FROM tickets_user person
LEFT JOIN tickets_resource place ON place.technician_id = person.id AND place.level_id = %(level)s
LEFT JOIN tickets_duty duty ON duty.technician_id = person.id AND duty.queue_id = %(queue)s
    AND duty.from_at <= %(at)s AND duty.until_at > %(at)s
WHERE person.is_active
    AND (duty.id IS NOT NULL OR (%(is_staffed)s AND place.id IS NOT NULL))
    AND NOT EXISTS (
        SELECT FROM tickets_absence absence
        WHERE absence.user_id = person.id AND absence.from_at <= %(at)s AND absence.until_at > %(at)s
    )
ORDER BY
    CASE WHEN %(balances_load)s AND place.id IS NOT NULL THEN (
        SELECT count(*) FROM tickets_ticket ticket
        WHERE ticket.technician_id = person.id AND ticket.status = ANY(%(open)s)
    ) END,
    place."order",
    duty.from_at,
    person.id
LIMIT 1
"""


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


def _affected_clients() -> CombinedExpression:
    """The accounts of the incidents, and one more: its own, if none of them is of it."""
    caused = Link.objects.filter(kind=LinkKind.PROBLEM, other=OuterRef("pk")).exclude(ticket__status__in=_VOID)
    others = caused.exclude(ticket__account=OuterRef("account")).order_by()
    clients = others.values("other").annotate(count=Count("ticket__account", distinct=True)).values("count")
    return Coalesce(Subquery(clients), 0) + 1
