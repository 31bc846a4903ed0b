"""Many tickets at once, batch by batch: what the edits of calendars and policies have in common."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager

from django.core.exceptions import ValidationError

from sla.models import Policy
from tickets.actions.frame import announce
from tickets.choices import EventKind
from tickets.clocks import Ledger, Terms
from tickets.models import Clock, Event, Pause, Ticket, User
from tickets.refusal import ActionRefused

BATCH = 500
# Called with how many tickets are done, and of how many; in the transaction of the edit.
Progress = Callable[[int, int], None]
# What a plan, or its end, writes.
CLOCK_FIELDS = (
    "priority", "target", "calendar", "objective", "used", "planned_at",
    "due_at", "breached_at", "stopped_at", "elapsed", "verdict",
)  # fmt: skip
TICKET_FIELDS = ("next_due_at", "last_activity_at", "version", "responded_at")


def tickets_under_way(**conditions: object) -> list[int]:
    """The numbers of the tickets that have a running clock with these conditions, lowest first."""
    running = Clock.objects.filter(stopped_at=None, **conditions)
    return list(running.order_by("ticket").values_list("ticket", flat=True).distinct())


def batches(numbers: Sequence[int], progress: Progress | None = None) -> Iterator[list[Ledger]]:
    """The ledgers of these tickets, so many at a time that they fit into memory; each ticket locked, lowest first.

    `progress` hears of a batch when the next one is asked for.
    """
    tell = progress or (lambda done, total: None)
    tell(0, len(numbers))
    for start in range(0, len(numbers), BATCH):
        batch = numbers[start : start + BATCH]
        yield _locked(batch)
        tell(start + len(batch), len(numbers))


@contextmanager
def edited() -> Iterator[None]:
    """What the settings refuse to become is refused with their sentence."""
    try:
        yield
    except ValidationError as error:
        raise ActionRefused(" ".join(error.messages)) from error


def ledgers_of(numbers: Sequence[int]) -> list[Ledger]:
    """The ledgers of these tickets as they are now, lowest number first; nothing is locked."""
    tickets = Ticket.objects.filter(pk__in=numbers).select_related("account").order_by("pk")
    clocks: defaultdict[int, list[Clock]] = defaultdict(list)
    for clock in Clock.objects.filter(ticket__in=numbers).select_related("calendar"):
        clocks[clock.ticket_id].append(clock)
    pauses: defaultdict[int, list[Pause]] = defaultdict(list)
    for pause in Pause.objects.filter(ticket__in=numbers):
        pauses[pause.ticket_id].append(pause)
    terms = _terms(tickets)
    return [Ledger.of(ticket, terms[ticket.policy_id], clocks[ticket.pk], pauses[ticket.pk]) for ticket in tickets]


def record_replanned(*, ledgers: Sequence[Ledger], reason: str, by: User, at: dt.datetime) -> None:
    """As `record` for each of these tickets, in as many statements as for one; each at its last activity, if later."""
    for ledger in ledgers:
        ticket = ledger.ticket
        ticket.next_due_at = ledger.next_due_at()
        ticket.last_activity_at = max(at, ticket.last_activity_at)
        ticket.version += 1
    clocks = [clock for ledger in ledgers for clock in ledger.clocks if clock not in ledger.settled]
    pauses = [pause for ledger in ledgers for pause in ledger.pauses if pause not in ledger.settled]
    tickets = [ledger.ticket for ledger in ledgers]
    # An insert that meets its own row updates it: many rows at once, where an update takes them one by one.
    Clock.objects.bulk_create(clocks, update_conflicts=True, unique_fields=["id"], update_fields=CLOCK_FIELDS)
    Pause.objects.bulk_create([pause for pause in pauses if pause.pk is None])
    Pause.objects.bulk_update([pause for pause in pauses if pause.pk is not None], ["until_at"])
    Ticket.objects.bulk_create(tickets, update_conflicts=True, unique_fields=["number"], update_fields=TICKET_FIELDS)
    said = {"kind": EventKind.REPLANNED, "by": by, "data": {"reason": reason}}
    announce(Event.objects.bulk_create(Event(ticket=each, at=each.last_activity_at, **said) for each in tickets))


def _locked(numbers: Sequence[int]) -> list[Ledger]:
    # First the locks, alone, for the reason given in the frame.
    list(Ticket.objects.select_for_update().filter(pk__in=numbers).order_by("pk").values_list("pk"))
    return ledgers_of(numbers)


def _terms(tickets: Iterable[Ticket]) -> dict[int, Terms]:
    policies = Policy.objects.filter(pk__in={ticket.policy_id for ticket in tickets}).select_related("calendar")
    return {policy.pk: Terms.of(policy) for policy in policies}
