"""How much work is open, for the rail: counted at most once a second, however many pages are read.

One grouped statement over the index of open tickets says it for everybody. What one process counted, the others show
too, and nobody counts again before a ticket changed: the channel of changes says so.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass

from django.conf import settings
from django.core.cache import caches
from django.db import connection
from django.db.models import Count, Value

from escalation.models import Escalation
from escalation.queries.overview import TO_ACKNOWLEDGE
from mail.choices import Outcome
from mail.models import InboundMail
from tickets import live
from tickets.choices import OPEN_STATUSES
from tickets.models import Queue, Ticket, Timer, User

# In the memory of a process.
KEPT_WORK, KEPT_QUEUES = "open-work", "queues"
# In Valkey: what was counted last, and that somebody counts within this second.
COUNTED, CLAIMED = "astreinte:counts:counted", "astreinte:counts:claimed"
# Whoever finds somebody else counting asks again so soon.
AGAIN_SECONDS = 0.1
# What changed without a word on the channel is seen after so long.
LONGEST_SECONDS = 10

_OWN = """
    SELECT (SELECT count(*) FROM tickets_notice WHERE user_id = %(user)s AND read_at IS NULL),
           timer.ticket_id, timer.started_at
    FROM (VALUES (1)) person LEFT JOIN tickets_timer timer ON timer.technician_id = %(user)s
"""


@dataclass(frozen=True)
class OpenWork:
    """Open tickets by queue and technician (None is nobody), and escalations and mails that wait for somebody.

    `stamp` is where the channel of changes stood before they were counted.
    """

    cells: tuple[tuple[int, int | None, int], ...]
    escalations: int
    stamp: str
    mails: int = 0

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


@dataclass(frozen=True)
class QueueLink:
    """A queue in use as the frame shows it."""

    pk: int
    name: str
    trade: str
    shortcut: str
    icon: str


def open_work() -> OpenWork:
    """The work of the house, at most COUNTS_SECONDS old."""
    kept = caches["process"]
    work: OpenWork | None = kept.get(KEPT_WORK)
    if work is None:
        work, seconds = _shared() if settings.COUNTS_SECONDS else (_counted(), 0)
        kept.set(KEPT_WORK, work, seconds)
    return work


def queues_in_use() -> tuple[QueueLink, ...]:
    """The queues of the house in their order, at most COUNTS_SECONDS old."""
    kept = caches["process"]
    queues: tuple[QueueLink, ...] | None = kept.get(KEPT_QUEUES)
    if queues is None:
        rows = Queue.objects.filter(is_active=True).order_by("order", "name")
        queues = tuple(QueueLink(*row) for row in rows.values_list("pk", "name", "trade", "shortcut", "icon"))
        kept.set(KEPT_QUEUES, queues, settings.COUNTS_SECONDS)
    return queues


def unread_notices(user: User) -> int:
    """What a person was told and has not opened yet."""
    return user.notices.filter(read_at=None).count()


def own_work(user: User) -> tuple[int, Timer | None]:
    """Unread notices of a person, and the stopwatch that they let run: for every page, in one statement.

    Written by hand: Django takes thirty times as long to write it as PostgreSQL to answer.
    """
    with connection.cursor() as cursor:
        cursor.execute(_OWN, {"user": user.pk})
        count, ticket, started_at = cursor.fetchone()
    return count, Timer(technician=user, ticket_id=ticket, started_at=started_at) if ticket else None


def _shared() -> tuple[OpenWork, float]:
    """What was counted last by any process, or now by this one; and for how many seconds it may be shown."""
    stamp, known = live.stamp(), _known()
    if known and known.stamp == stamp:
        return known, settings.COUNTS_SECONDS
    is_ours = _claim()
    if known and not is_ours:
        return known, AGAIN_SECONDS
    work = _counted()
    if work.stamp:
        live.line().ask("SET", COUNTED, json.dumps(asdict(work)), "EX", LONGEST_SECONDS)
    return work, settings.COUNTS_SECONDS


def _known() -> OpenWork | None:
    text = live.line().ask("GET", COUNTED)
    if text is None:
        return None
    counted = json.loads(text)
    return OpenWork(tuple(map(tuple, counted["cells"])), counted["escalations"], counted["stamp"], counted["mails"])


def _claim() -> bool:
    """Whether it is for this process to count now; for the rest of the second nobody else does."""
    rest = int((settings.COUNTS_SECONDS - AGAIN_SECONDS) * 1_000)
    return bool(live.line().ask("SET", CLAIMED, 1, "NX", "PX", rest))


def _counted() -> OpenWork:
    stamp = live.stamp()
    tickets = Ticket.objects.filter(status__in=OPEN_STATUSES).order_by()
    # Of rows, not of numbers: the index alone answers.
    cells = tickets.values_list("queue_id", "technician_id").annotate(count=Count("*"))
    escalations, mails = _waiting()
    return OpenWork(tuple(cells), escalations, stamp, mails)


def _waiting() -> tuple[int, int]:
    """Escalations and mails that wait for somebody, in one statement."""
    rows = (Escalation.objects.filter(TO_ACKNOWLEDGE), InboundMail.objects.filter(outcome=Outcome.TRIAGE))
    counted = [
        waiting.order_by().annotate(what=Value(what)).values("what").annotate(count=Count("pk"))
        for what, waiting in enumerate(rows)
    ]
    found = {each["what"]: each["count"] for each in counted[0].union(counted[1], all=True)}
    return found.get(0, 0), found.get(1, 0)
