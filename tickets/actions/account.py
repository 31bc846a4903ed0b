"""Change the account of a ticket."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from tickets import lifecycle
from tickets.actions.frame import lock, record
from tickets.actions.reword import refuse_known
from tickets.actions.terms import apply_terms
from tickets.choices import EventKind
from tickets.clocks import Ledger, Terms
from tickets.conflict import Seen, settled
from tickets.models import Account, Contact, Ticket, User
from tickets.permissions import Permission, require
from tickets.promises import contract_and_policy
from tickets.refusal import ActionRefused


@transaction.atomic
def change_account(
    *,
    ticket: Ticket,
    account: Account,
    contact: Contact | None,
    seen: Seen | None = None,
    by: User,
    at: dt.datetime,
) -> Ticket:
    """The ticket is of another account, or another contact: from now on the contract and policy of that account hold.

    Running clocks are planned anew; time used stays used, and what was late stays late. Raises ActionRefused
    where `by` may not, the ticket is over, the contact is not of the account, or that account has a ticket of the
    same external number, and Conflict where somebody else moved it since it was `seen`.
    """
    ledger, at = lock(ticket, at)
    ticket = ledger.ticket
    require(by, Permission.TICKET_RECLASSIFY, ticket)
    lifecycle.check_open(ticket.status)
    final = settled(ticket, seen, account=account, contact=contact)
    account, contact = final["account"], final["contact"]
    if contact is not None and not contact.accounts.filter(pk=account.pk).exists():
        raise ActionRefused(
            _("%(contact)s is not a contact of %(account)s.") % {"contact": contact, "account": account}
        )
    if (ticket.account, ticket.contact) == (account, contact):
        return ticket
    refuse_known(account, ticket.external_number, ticket)
    old = _whose(ticket)
    ticket.account, ticket.contact = account, contact
    _replan(ledger, by, at)
    record(ledger, EventKind.MOVED_ACCOUNT, by=by, at=at, old=old, new=_whose(ticket))
    return ticket


def _whose(ticket: Ticket) -> str:
    return ", ".join(str(part) for part in (ticket.account, ticket.contact, ticket.policy) if part)


def _replan(ledger: Ledger, by: User, at: dt.datetime) -> None:
    ticket = ledger.ticket
    ticket.contract, policy = contract_and_policy(ticket.account, at)
    if policy == ticket.policy:
        return
    ticket.policy = policy
    apply_terms(ledger=ledger, terms=Terms.of(policy), by=by, at=at)
