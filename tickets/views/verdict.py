"""What the machine decides while the operator types: queue, resource, policy, both deadlines."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from escalation.choices import Purpose
from escalation.models import ReachInstruction
from sla.models import Policy
from tickets.choices import Kind
from tickets.intake_form import IntakeForm
from tickets.meter import Meter
from tickets.models import Account, Contract, Queue, ResourceLevel, Ticket, User
from tickets.presentation.meters import meter_of
from tickets.promises import Intake, contract_and_policy, first_asked, plan
from tickets.queries import is_staffed, known_incidents, with_news
from tickets.readings import Reading, read

# More than that at once is read in the list.
MOST_KNOWN = 3


@dataclass(frozen=True)
class Promise:
    """A clock as it is read out, and its drawing with all that would follow."""

    clock: Reading
    meter: Meter

    @classmethod
    def of(cls, reading: Reading) -> Promise:
        return cls(reading, meter_of(reading, of_house=True))


@dataclass(frozen=True)
class Verdict:
    """As much as is known of it. There are no `promises` until account, queue and priority are known; `reach` is
    how the caller should have reached us at that priority, `known` what they may be calling about with many
    others. Who `is_on_call` is asked because the roster names them.
    """

    queue: Queue | None = None
    level: ResourceLevel | None = None
    technician: User | None = None
    is_on_call: bool = False
    account: Account | None = None
    contract: Contract | None = None
    policy: Policy | None = None
    promises: list[Promise] = field(default_factory=list)
    reach: str = ""
    known: list[Ticket] = field(default_factory=list)


def verdict_of(form: IntakeForm, *, by: User, at: dt.datetime) -> Verdict:
    """The verdict on a form as far as it is filled in; nothing is saved."""
    queue, account, priority = form.known("queue"), form.company, form.known("priority")
    level, technician = first_asked(queue, at) if queue else (None, None)
    contract, policy = contract_and_policy(account, at) if account else (None, None)
    promises: list[Promise] = []
    if queue and account and priority:
        intake = Intake(
            account=account,
            queue=queue,
            title="",
            priority=priority,
            kind=form.known("kind") or Kind.INCIDENT,
            has_guaranteed_repair=bool(form.known("has_guaranteed_repair")),
        )
        promises = [Promise.of(read(clock, (), at)) for clock in plan(intake, by=by, at=at).clocks]
    reach = _reach(priority, contract is not None) if account and priority else ""
    known = list(with_news(known_incidents(account, queue))[:MOST_KNOWN])
    on_call = technician is not None and level is not None and not _is_of_the_cell(technician, level, at)
    return Verdict(queue, level, technician, on_call, account, contract, policy, promises, reach, known)


def _is_of_the_cell(technician: User, level: ResourceLevel, at: dt.datetime) -> bool:
    """Whether they are asked as one of the cell in its hours, and not because the roster names them."""
    return is_staffed(level.queue, at) and level.resources.filter(technician=technician).exists()


def _reach(priority: str, with_contract: bool) -> str:
    cell = ReachInstruction.objects.filter(purpose=Purpose.TRIGGER, priority=priority, with_contract=with_contract)
    instruction = cell.first()
    return instruction.text if instruction else ""
