"""How to reach the house when something is stopped: what a client reads before they write."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from escalation.choices import Purpose
from escalation.models import ReachInstruction
from sla.choices import Priority
from tickets.days import day_of
from tickets.models import Account, Contract
from tickets.models.account import in_force

# As grave as that, one calls; a ticket alone would wait for somebody to read it.
CALLS_FOR = frozenset({Priority.CRITICAL, Priority.HIGH})


def reach_for(priority: str, *, with_contract: bool) -> str:
    """The instruction for a priority, with or without contract; "" where the house wrote none."""
    cell = ReachInstruction.objects.filter(purpose=Purpose.TRIGGER, priority=priority, with_contract=with_contract)
    return cell.values_list("text", flat=True).first() or ""


def reach_when_all_is_stopped(accounts: Iterable[Account], at: dt.datetime) -> str:
    """The instruction for who cannot work at all; "" where it depends on which of the accounts it is."""
    ids = {account.pk for account in accounts}
    under_contract = set(
        Contract.objects.filter(in_force(day_of(at)), account__in=ids).values_list("account", flat=True)
    )
    if not ids or (under_contract and under_contract != ids):
        return ""
    return reach_for(Priority.CRITICAL, with_contract=bool(under_contract))
