"""What a client would be promised, before anything is sent."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from portal.forms import RequestForm
from portal.reach import CALLS_FOR, reach_for
from sla.choices import Priority
from sla.models import Policy
from tickets.meter import Meter
from tickets.models import Contract, User
from tickets.presentation.meters import meter_of
from tickets.promises import Intake, contract_and_policy, plan
from tickets.readings import Reading, read


@dataclass(frozen=True)
class Preview:
    """As much as is known: how to reach us (`is_urgent`: in large), and both promises."""

    priority: Priority | None = None
    reach: str = ""
    is_urgent: bool = False
    contract: Contract | None = None
    policy: Policy | None = None
    promises: list[tuple[Reading, Meter]] = field(default_factory=list)


def preview_of(form: RequestForm, *, by: User, at: dt.datetime) -> Preview:
    """The preview of a form as far as it is filled in; nothing is saved."""
    account, queue, priority = form.company, form.trade, form.priority
    if account is None or priority is None:
        return Preview(priority)
    contract, policy = contract_and_policy(account, at)
    reach = reach_for(priority, with_contract=contract is not None)
    promises: list[tuple[Reading, Meter]] = []
    if queue is not None:
        intake = Intake(account=account, queue=queue, title="", priority=priority, source="portal")
        found = [read(clock, (), at) for clock in plan(intake, by=by, at=at).clocks]
        promises = [(reading, meter_of(reading, of_house=False)) for reading in found]
    return Preview(priority, reach, priority in CALLS_FOR, contract, policy, promises)
