"""Import histories: tickets that lived in another system, with their clocks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from sla.choices import Priority
from sla.models import Policy
from tickets.actions.frame import announce
from tickets.actions.settings_lock import share_settings
from tickets.choices import EventKind, Status
from tickets.clocks import Ledger, Terms
from tickets.days import day_of
from tickets.models import Account, Clock, Contract, Event, Queue, Ticket, User, WorkType
from tickets.permissions import Permission, require


@dataclass(frozen=True, kw_only=True)
class History:
    """What another system knows of a ticket; instants in order, none after the import. `group` is its queue there."""

    external_number: str
    title: str
    priority: str
    kind: str
    source: str
    queue: Queue
    opened_at: dt.datetime
    responded_at: dt.datetime | None = None
    resolved_at: dt.datetime | None = None
    closed_at: dt.datetime | None = None
    description: str = ""
    group: str = ""

    @property
    def status(self) -> Status:
        """Where the history ends."""
        if self.closed_at:
            return Status.CLOSED
        if self.resolved_at:
            return Status.RESOLVED
        return Status.IN_PROGRESS if self.responded_at else Status.NEW

    @property
    def last_at(self) -> dt.datetime:
        return max(filter(None, (self.opened_at, self.responded_at, self.resolved_at, self.closed_at)))


@transaction.atomic
def import_histories(
    *, histories: Sequence[History], account: Account, policy: Policy, by: User, at: dt.datetime
) -> list[Ticket]:
    """The tickets of those histories that the account does not have yet; the others are left alone.

    Their clocks run through the ledger under `policy`, whatever contract the account has today. Each batch is
    one transaction. Raises ActionRefused where `by` may not.
    """
    require(by, Permission.TICKET_IMPORT)
    share_settings()
    # Two imports of one account wait for each other: neither writes what the other has just written.
    account = Account.objects.select_for_update().get(pk=account.pk)
    known = set(
        account.tickets.filter(external_number__in=[history.external_number for history in histories]).values_list(
            "external_number", flat=True
        )
    )
    new = [history for history in histories if history.external_number not in known]
    drafts = _Drafts(account, policy, by)
    ledgers = [drafts.ledger(history) for history in new]
    tickets = Ticket.objects.bulk_create(ledger.ticket for ledger in ledgers)
    Clock.objects.bulk_create(clock for ledger in ledgers for clock in ledger.clocks)
    events = [event for history, ticket in zip(new, tickets, strict=True) for event in _events(history, ticket, by)]
    _announce(Event.objects.bulk_create(events))
    return tickets


class _Drafts:
    """Tickets of one batch in memory, with what is read only once for all of them."""

    def __init__(self, account: Account, policy: Policy, by: User) -> None:
        self.account, self.policy, self.by = account, policy, by
        self.terms = Terms.of(policy)
        self.contracts = list(account.contracts.filter(policy=policy))
        self.work_type = WorkType.objects.filter(is_default=True).first()

    def ledger(self, history: History) -> Ledger:
        """The ticket of a history with its clocks, run through what happened, in the order in which it happened."""
        ledger = Ledger(self._ticket(history), self.terms)
        ledger.start(history.opened_at)
        verbs = ((history.responded_at, ledger.respond), (history.resolved_at, ledger.resolve))
        happened = [(instant, verb) for instant, verb in verbs if instant is not None]
        for instant, verb in sorted(happened, key=lambda step: step[0]):
            verb(instant)
        ledger.ticket.next_due_at = ledger.next_due_at()
        return ledger

    def _ticket(self, history: History) -> Ticket:
        return Ticket(
            external_number=history.external_number,
            title=history.title,
            description=history.description,
            kind=history.kind,
            source=history.source,
            status=history.status,
            priority=history.priority,
            account=self.account,
            contract=self._contract(history.opened_at),
            policy=self.policy,
            queue=history.queue,
            work_type=self.work_type,
            opened_at=history.opened_at,
            opened_by=self.by,
            resolved_at=history.resolved_at,
            closed_at=history.closed_at,
            last_activity_at=history.last_at,
        )

    def _contract(self, opened_at: dt.datetime) -> Contract | None:
        day = day_of(opened_at)
        return next((contract for contract in self.contracts if contract.is_in_force(day)), None)


def _events(history: History, ticket: Ticket, by: User) -> list[Event]:
    """What is known of the history, at the instants at which it happened."""
    label = Priority(history.priority).label
    data = {"imported": True, "external_number": history.external_number, "group": history.group}
    events = [Event(ticket=ticket, kind=EventKind.OPENED, by=by, at=history.opened_at, new=str(label), data=data)]
    steps = (
        (EventKind.REPLIED, ticket.responded_at),
        (EventKind.RESOLVED, history.resolved_at),
        (EventKind.CLOSED, history.closed_at),
    )
    events += [Event(ticket=ticket, kind=kind, by=by, at=at, data={"imported": True}) for kind, at in steps if at]
    return events


def _announce(events: list[Event]) -> None:
    """The rooms above hear of open tickets, whose clocks run on; nothing is left to do for the others."""
    last = {event.ticket_id: event for event in events if event.ticket.is_open}
    announce(list(last.values()))
