"""Prepaid hours as they are read: the balance, and when it is low."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import OuterRef, QuerySet, Subquery, Sum

from interventions.choices import PrepaidKind
from interventions.models import Intervention
from interventions.models.prepaid import PrepaidEntry
from tickets.days import day_of
from tickets.models import Account, Contract

# Of what was last bought: below, somebody is told.
LOW_PERCENT = 20


@dataclass(frozen=True)
class Prepaid:
    """The account of hours of one contract, in minutes. Without a purchase there are no prepaid hours."""

    balance: int
    last_bought: int

    @property
    def is_there(self) -> bool:
        return self.last_bought > 0

    @property
    def is_low(self) -> bool:
        return self.is_there and self.balance * 100 <= self.last_bought * LOW_PERCENT


def prepaid_of(contract: Contract) -> Prepaid:
    """How many minutes are left, and how many were last bought."""
    entries = PrepaidEntry.objects.filter(contract=contract)
    total = entries.aggregate(total=Sum("minutes"))["total"] or 0
    bought = entries.filter(kind=PrepaidKind.BOUGHT).order_by("at", "pk").last()
    return Prepaid(total, bought.minutes if bought else 0)


def contract_of_visit(intervention: Intervention, at: dt.datetime) -> Contract | None:
    """The contract whose hours a visit uses: that of its ticket, or else that of the client on the day."""
    ticket = intervention.ticket
    return ticket.contract or ticket.account.contract_on(day_of(at))


def prepaid_of_account(account: Account) -> list[tuple[Contract, Prepaid]]:
    """The contracts of a client for which hours were ever bought, the newest first, in one query."""
    bought = PrepaidEntry.objects.filter(contract=OuterRef("pk"), kind=PrepaidKind.BOUGHT).order_by("-at", "-pk")
    contracts = account.contracts.select_related("policy").annotate(
        balance=Sum("prepaid_entries__minutes"), last_bought=Subquery(bought.values("minutes")[:1])
    )
    read = contracts.filter(last_bought__isnull=False).order_by("-from_date", "-pk")
    return [(contract, Prepaid(contract.balance, contract.last_bought)) for contract in read]


def history_of(account: Account) -> QuerySet[PrepaidEntry]:
    """All lines of all its contracts, the newest first."""
    entries = PrepaidEntry.objects.filter(contract__account=account)
    return entries.select_related("contract__policy", "version__slip", "by").order_by("-at", "-pk")
