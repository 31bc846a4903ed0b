"""How much work is open, for the rail: counted at most once a second a process, however many pages are read.

One grouped statement over the index of open tickets says it for everybody.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.core.cache import caches
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce

from escalation.queries import count_to_acknowledge
from tickets import live
from tickets.choices import OPEN_STATUSES
from tickets.models import Notice, Ticket, Timer, User
from tickets.permissions import visible_tickets

KEY = "open-work"


@dataclass(frozen=True)
class OpenWork:
    """Open tickets by queue and technician (None is nobody), and escalations that wait for somebody.

    `stamp` is where the channel of changes stood before they were counted.
    """

    cells: tuple[tuple[int, int | None, int], ...]
    escalations: int
    stamp: str

    @property
    def all(self) -> int:
        return sum(count for _queue, _technician, count in self.cells)

    @property
    def unassigned(self) -> int:
        return self.of(None)

    def of(self, technician: int | None) -> int:
        """In the hands of a technician; None is nobody."""
        return sum(count for _queue, who, count in self.cells if who == technician)

    def in_queue(self, queue: int) -> int:
        return sum(count for where, _technician, count in self.cells if where == queue)


def open_work() -> OpenWork:
    """The work of the house, at most COUNTS_SECONDS old."""
    kept = caches["process"]
    work: OpenWork | None = kept.get(KEY)
    if work is None:
        work = _counted()
        kept.set(KEY, work, settings.COUNTS_SECONDS)
    return work


def open_tickets_of(user: User) -> int:
    """For clients and partners: the open tickets that they see."""
    return visible_tickets(user).filter(status__in=OPEN_STATUSES).count()


def unread_notices(user: User) -> int:
    """What a person was told and has not opened yet."""
    return user.notices.filter(read_at=None).count()


def own_work(user: User) -> tuple[int, Timer | None]:
    """Unread notices of a person, and the stopwatch that they let run: for every page, in one statement."""
    unread = Notice.objects.filter(user=OuterRef("pk"), read_at=None).order_by().values("user")
    counted = Subquery(unread.annotate(count=Count("pk")).values("count"))
    mine = User.objects.filter(pk=user.pk).values_list(Coalesce(counted, 0), "timer__ticket", "timer__started_at")
    count, ticket, started_at = mine.get()
    return count, Timer(technician=user, ticket_id=ticket, started_at=started_at) if ticket else None


def _counted() -> OpenWork:
    stamp = live.stamp()
    tickets = Ticket.objects.filter(status__in=OPEN_STATUSES).order_by()
    # Of rows, not of numbers: the index alone answers.
    cells = tickets.values_list("queue_id", "technician_id").annotate(count=Count("*"))
    return OpenWork(tuple(cells), count_to_acknowledge(), stamp)
