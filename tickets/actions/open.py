"""Open a ticket."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext as _

from sla.models import Policy
from tickets import notifications
from tickets.actions.frame import record
from tickets.choices import EventKind, Kind, MessageKind, Source, Status
from tickets.clocks import Ledger, Terms
from tickets.models import (
    Account,
    Contact,
    Contract,
    IssueType,
    Message,
    Queue,
    ResourceLevel,
    Ticket,
    User,
    WorkType,
)
from tickets.permissions import Permission, require
from tickets.queries import first_present
from tickets.refusal import ActionRefused


@dataclass(frozen=True, kw_only=True)
class Intake:
    """What is known when a ticket is opened. Queue, account, title and priority are never missing."""

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


def open_ticket(*, intake: Intake, by: User, at: dt.datetime) -> Ticket:
    """Open a ticket: contract and policy of that day, first present technician of level 1, both clocks started.

    The same `intake.key` gives the ticket that it opened before (double click, lost network). Raises
    ActionRefused where `by` may not.
    """
    require(by, Permission.TICKET_OPEN)
    with transaction.atomic():
        known = _opened_before(intake.key)
        if known is not None:
            return known
        ticket = _new_ticket(intake, by, at)
        ledger = Ledger(ticket, Terms.of(ticket.policy))
        ledger.start(at)
        _write_intake_call(ledger, intake, by, at)
        record(ledger, EventKind.OPENED, by=by, at=at, new=ticket.get_priority_display(), source=intake.source)
        notifications.assigned(ticket, by=by, at=at)
    return ticket


def contract_and_policy(account: Account, at: dt.datetime) -> tuple[Contract | None, Policy]:
    """The contract in force at that instant (a day in Paris) and its policy; without one, *Sans contrat*."""
    contract = account.contract_on(at.astimezone(ZoneInfo("Europe/Paris")).date())
    if contract is not None:
        return contract, contract.policy
    policy = Policy.objects.select_related("calendar").filter(is_without_contract=True).first()
    if policy is None:
        raise ActionRefused(_("There is no policy for accounts without contract yet: run “manage.py seed”."))
    return None, policy


def _opened_before(key: uuid.UUID | None) -> Ticket | None:
    return Ticket.objects.filter(intake_key=key).first() if key else None


def _new_ticket(intake: Intake, by: User, at: dt.datetime) -> Ticket:
    contract, policy = contract_and_policy(intake.account, at)
    level = ResourceLevel.objects.filter(queue=intake.queue).order_by("number").first()
    technician = first_present(level, at) if level else None
    return Ticket.objects.create(
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
        work_type=intake.work_type or WorkType.objects.filter(is_default=True).first(),
        opened_at=at,
        opened_by=by,
        last_activity_at=at,
        intake_key=intake.key,
    )


def _write_intake_call(ledger: Ledger, intake: Intake, by: User, at: dt.datetime) -> None:
    if intake.source != Source.PHONE:
        return
    Message.objects.create(
        ticket=ledger.ticket,
        kind=MessageKind.CALL,
        source=Source.PHONE,
        author=by,
        contact=intake.contact,
        body=intake.description or intake.title,
        at=at,
        is_intake=True,
    )
    if ledger.terms.policy.intake_call_is_response:
        ledger.respond(at)
