"""What a client and the house agree on at an instant, read from what is in force then."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from escalation.choices import Purpose
from escalation.ladders import LadderPlan, plan_of_policy
from escalation.models import ReachInstruction
from sla.choices import Metric, Priority
from sla.models import Policy, Target
from tickets.days import day_of
from tickets.models import Account, Contract
from tickets.promises import contract_and_policy


@dataclass(frozen=True)
class Agreement:
    """The sheet as values. `next_contract` begins later; `contract` is None for who has none today."""

    account: Account
    at: dt.datetime
    contract: Contract | None
    next_contract: Contract | None
    policy: Policy
    targets: Mapping[tuple[Priority, Metric], Target]
    instructions: Mapping[tuple[Purpose, Priority], str]
    ladder: LadderPlan

    @property
    def priorities(self) -> list[Priority]:
        """Those that the policy knows: the carrier's has no critical one."""
        return [one for one in Priority if any((one, metric) in self.targets for metric in Metric)]


def agreement_of(account: Account, at: dt.datetime) -> Agreement:
    """What is agreed with the account at that instant. Raises ActionRefused where there is no policy at all."""
    contract, found = contract_and_policy(account, at)
    policy = Policy.objects.select_related("calendar", "ladder").get(pk=found.pk)
    later = account.contracts.filter(from_date__gt=day_of(at)).select_related("policy").order_by("from_date")
    return Agreement(
        account=account,
        at=at,
        contract=contract,
        next_contract=later.first(),
        policy=policy,
        targets={
            (Priority(target.priority), Metric(target.metric)): target
            for target in policy.targets.select_related("calendar")
        },
        instructions=_instructions(with_contract=contract is not None),
        ladder=plan_of_policy(policy),
    )


def _instructions(*, with_contract: bool) -> dict[tuple[Purpose, Priority], str]:
    rows = ReachInstruction.objects.filter(with_contract=with_contract)
    return {(Purpose(row.purpose), Priority(row.priority)): row.text for row in rows}
