"""Have the account there for which histories are imported."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from sla.models import Policy
from tickets.models import Account, Contract, User
from tickets.permissions import Permission, require


@transaction.atomic
def import_account(*, name: str, policy: Policy, from_date: dt.date, by: User, at: dt.datetime) -> Account:
    """The account of that name, made if it does not exist, under contract to `policy` from a date on.

    An account that has a contract keeps what it has: an import of the past changes no promise of today.
    Raises ActionRefused where `by` may not.
    """
    require(by, Permission.TICKET_IMPORT)
    made = Account.objects.get_or_create(name=name)[0]
    # Two imports of one account wait for each other: it gets one contract.
    account = Account.objects.select_for_update().get(pk=made.pk)
    if not account.contracts.exists() and not policy.is_without_contract:
        Contract.objects.create(account=account, policy=policy, from_date=from_date)
    return account
