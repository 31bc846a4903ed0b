"""Create and edit accounts, and their contracts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from administration.actions.edit import apply_plan, change_row, create_row, take_turn
from administration.actions.frame import log_change
from administration.choices import Area
from sla.models import Policy
from tickets.models import Account, Contract, User
from tickets.permissions import Permission, require
from tickets.refusal import ActionRefused


@dataclass(frozen=True, kw_only=True)
class AccountPlan:
    """An account as it is to be; `phone` in E.164."""

    name: str
    phone: str = ""
    notes: str = ""
    is_partner: bool = False
    is_active: bool = True


@dataclass(frozen=True, kw_only=True)
class ContractPlan:
    """A contract as it is to be, both days included; without `until_date` it goes on."""

    policy: Policy
    from_date: dt.date
    until_date: dt.date | None = None


@transaction.atomic
def create_account(*, plan: AccountPlan, looks_after: Iterable[Account], by: User, at: dt.datetime) -> Account:
    """A new client company, or a partner with those it looks after. Raises ActionRefused as `edit_account` does."""
    require(by, Permission.SETTINGS_EDIT)
    take_turn(Area.CLIENTS)
    account = create_row(row=Account(), plan=plan, area=Area.CLIENTS, by=by, at=at)
    _look_after(account, looks_after, by, at)
    return account


@transaction.atomic
def edit_account(
    *, account: Account, plan: AccountPlan, looks_after: Iterable[Account], by: User, at: dt.datetime
) -> Account:
    """The account becomes what is planned; one that is not active is found by nobody who takes a call.

    Raises ActionRefused where `by` may not, the name is taken or empty, or one that is no partner looks after others.
    """
    require(by, Permission.SETTINGS_EDIT)
    take_turn(Area.CLIENTS)
    account = change_row(row=Account.objects.get(pk=account.pk), plan=plan, area=Area.CLIENTS, by=by, at=at)
    _look_after(account, looks_after, by, at)
    return account


@transaction.atomic
def create_contract(*, account: Account, plan: ContractPlan, by: User, at: dt.datetime) -> Contract:
    """A contract of the account; tickets opened while it is in force get its policy, open ones keep theirs.

    Raises ActionRefused where `by` may not, it ends before it begins, or it overlaps another of the account.
    """
    require(by, Permission.SETTINGS_EDIT)
    take_turn(Area.CLIENTS)
    _refuse_days(plan, account, None)
    return _write(Contract(account=account), plan, by, at)


@transaction.atomic
def edit_contract(*, contract: Contract, plan: ContractPlan, by: User, at: dt.datetime) -> Contract:
    """The contract becomes what is planned; tickets that are open keep the policy that they have.

    Raises ActionRefused as `create_contract` does.
    """
    require(by, Permission.SETTINGS_EDIT)
    take_turn(Area.CLIENTS)
    row = Contract.objects.select_related("account", "policy").get(pk=contract.pk)
    _refuse_days(plan, row.account, row)
    return _write(row, plan, by, at)


@transaction.atomic
def remove_contract(*, contract: Contract, by: User, at: dt.datetime) -> None:
    """Take away a contract that was entered by mistake. Raises ActionRefused where tickets were opened under it."""
    require(by, Permission.SETTINGS_EDIT)
    take_turn(Area.CLIENTS)
    under = contract.tickets.count()
    if under:
        raise ActionRefused(
            ngettext(
                "%(count)s ticket was opened under this contract: give it a last day instead.",
                "%(count)s tickets were opened under this contract: give it a last day instead.",
                under,
            )
            % {"count": under}
        )
    before = {"contract": _words(contract)}
    log_change(area=Area.CLIENTS, subject=contract.account, before=before, after={"contract": ""}, by=by, at=at)
    contract.delete()


def overlapping(plan: ContractPlan, account: Account, *, other_than: Contract | None) -> Contract | None:
    """A contract of the account that is in force on a day of the planned one."""
    found = account.contracts.filter(Q(until_date=None) | Q(until_date__gte=plan.from_date))
    if plan.until_date is not None:
        found = found.filter(from_date__lte=plan.until_date)
    return found.exclude(pk=other_than.pk if other_than else 0).select_related("policy").first()


def _refuse_days(plan: ContractPlan, account: Account, contract: Contract | None) -> None:
    if plan.until_date is not None and plan.until_date < plan.from_date:
        raise ActionRefused(_("Until: the last day comes before the first."))
    if plan.policy.is_without_contract:
        raise ActionRefused(_("Policy: “%(policy)s” is for accounts without contract.") % {"policy": plan.policy})
    other = overlapping(plan, account, other_than=contract)
    if other is not None:
        raise ActionRefused(
            _("From: “%(policy)s” is in force from %(start)s: give it a last day before this one begins.")
            % {"policy": other.policy, "start": date_format(other.from_date, "SHORT_DATE_FORMAT")}
        )


def _write(contract: Contract, plan: ContractPlan, by: User, at: dt.datetime) -> Contract:
    """Logged with the account, whose history then tells all."""
    before = {"contract": _words(contract) if contract.pk else ""}
    apply_plan(contract, plan)
    after = {"contract": _words(contract)}
    log_change(area=Area.CLIENTS, subject=contract.account, before=before, after=after, by=by, at=at)
    return contract


def _words(contract: Contract) -> str:
    until = contract.until_date.isoformat() if contract.until_date else "…"
    return f"{contract.policy}, {contract.from_date.isoformat()} – {until}"


def _look_after(account: Account, looks_after: Iterable[Account], by: User, at: dt.datetime) -> None:
    wanted = list(looks_after)
    if wanted and not account.is_partner:
        raise ActionRefused(_("Looks after: only a partner looks after other accounts."))
    if account in wanted:
        raise ActionRefused(_("Looks after: no account looks after itself."))
    before = {"looks_after": _named(account)}
    account.looks_after.set(wanted)
    log_change(area=Area.CLIENTS, subject=account, before=before, after={"looks_after": _named(account)}, by=by, at=at)


def _named(account: Account) -> list[str]:
    return list(account.looks_after.order_by("name").values_list("name", flat=True))
