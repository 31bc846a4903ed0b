"""Many tickets at once, batch by batch: what the edits of calendars and policies have in common."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager

from django.core.exceptions import ValidationError

from sla.models import Policy
from tickets.clocks import Ledger, Terms
from tickets.models import Clock, Pause, Ticket
from tickets.refusal import ActionRefused

BATCH = 500
# Called with how many tickets are done, and of how many; in the transaction of the edit.
Progress = Callable[[int, int], None]


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


def _locked(numbers: Sequence[int]) -> list[Ledger]:
    # First the locks, alone, for the reason given in the frame.
    list(Ticket.objects.select_for_update().filter(pk__in=numbers).order_by("pk").values_list("pk"))
    return ledgers_of(numbers)


def _terms(tickets: Iterable[Ticket]) -> dict[int, Terms]:
    policies = Policy.objects.filter(pk__in={ticket.policy_id for ticket in tickets}).select_related("calendar")
    return {policy.pk: Terms.of(policy) for policy in policies}
