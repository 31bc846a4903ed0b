"""What a new ticket would be promised, to whom it would go, and under which contract: read before anything is saved.

`open_ticket` saves exactly what `plan` gives, so what the operator reads out is what is stored.
"""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass

from django.utils.translation import gettext as _

from sla.models import Policy
from tickets.choices import Kind, Source, Status
from tickets.clocks import Ledger, Terms
from tickets.days import day_of
from tickets.joined import Joined
from tickets.models import Account, Contact, Contract, IssueType, Queue, ResourceLevel, Ticket, User, WorkType
from tickets.queries import first_present
from tickets.refusal import ActionRefused

_LEVELS, _WORK_TYPES = Joined(ResourceLevel, "queue__calendar"), Joined(WorkType)


@dataclass(frozen=True, kw_only=True)
class Intake:
    """What is known when a ticket is opened. Queue, account, title and priority are never missing.

    A ticket that is split off another came the same way, but nobody called about it once more. `known` is the
    known incident or the problem that the call is about: its caller is one more affected client.
    """

    account: Account
    queue: Queue
    title: str
    priority: str
    description: str = ""
    contact: Contact | None = None
    kind: str = Kind.INCIDENT
    source: str = Source.PHONE
    issue_type: IssueType | None = None
    sub_issue_type: IssueType | None = None
    work_type: WorkType | None = None
    has_guaranteed_repair: bool = False
    key: uuid.UUID | None = None
    known: Ticket | None = None
    is_split: bool = False

    @property
    def is_call(self) -> bool:
        return self.source == Source.PHONE and not self.is_split


def plan(intake: Intake, *, by: User, at: dt.datetime) -> Ledger:
    """The ticket and its clocks as they would be if it were opened at `at`; nothing is saved.

    The intake call is the first response where the policy says so. Raises ActionRefused without a policy.
    """
    contract, policy = contract_and_policy(intake.account, at)
    level, technician = first_asked(intake.queue, at)
    ticket = Ticket(
        title=intake.title,
        description=intake.description,
        kind=intake.kind,
        source=intake.source,
        status=Status.ASSIGNED if technician else Status.NEW,
        priority=intake.priority,
        account=intake.account,
        contact=intake.contact,
        contract=contract,
        policy=policy,
        has_guaranteed_repair=intake.has_guaranteed_repair,
        queue=intake.queue,
        level=level,
        technician=technician,
        issue_type=intake.issue_type,
        sub_issue_type=intake.sub_issue_type,
        work_type=intake.work_type or _WORK_TYPES.first("WHERE it.is_default", {}),
        opened_at=at,
        opened_by=by,
        last_activity_at=at,
        intake_key=intake.key,
    )
    ledger = Ledger(ticket, Terms.of(policy))
    ledger.start(at)
    if intake.is_call and policy.intake_call_is_response:
        ledger.respond(at)
    return ledger


def contract_and_policy(account: Account, at: dt.datetime) -> tuple[Contract | None, Policy]:
    """The contract in force at that instant (a day of the house) and its policy; without one, *Sans contrat*."""
    contract = account.contract_on(day_of(at))
    if contract is not None:
        return contract, contract.policy
    policy = Policy.objects.select_related("calendar").filter(is_without_contract=True).first()
    if policy is None:
        raise ActionRefused(_("There is no policy for accounts without contract yet: run “manage.py seed”."))
    return None, policy


def first_asked(queue: Queue, at: dt.datetime) -> tuple[ResourceLevel | None, User | None]:
    """The first level of a queue and who of it is asked first; nobody where all are absent."""
    level = _LEVELS.first("WHERE it.queue_id = %(queue)s ORDER BY it.number LIMIT 1", {"queue": queue.pk})
    return level, first_present(level, at) if level else None
