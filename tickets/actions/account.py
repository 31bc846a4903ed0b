"""Change the account of a ticket."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from tickets import lifecycle
from tickets.actions.frame import lock, record
from tickets.actions.terms import apply_terms
from tickets.choices import EventKind
from tickets.clocks import Ledger, Terms
from tickets.models import Account, Contact, Ticket, User
from tickets.permissions import Permission, require
from tickets.promises import contract_and_policy
from tickets.refusal import ActionRefused


@transaction.atomic
def change_account(*, ticket: Ticket, account: Account, contact: Contact | None, by: User, at: dt.datetime) -> Ticket:
    """The ticket is of another account, or another contact: from now on the contract and policy of that account hold.

    Running clocks are planned anew; time used stays used, and what was late stays late. Raises ActionRefused
    where `by` may not, the ticket is over, or the contact is not of the account.
    """
    ledger, at = lock(ticket, at)
    ticket = ledger.ticket
    require(by, Permission.TICKET_RECLASSIFY, ticket)
    lifecycle.check_open(ticket.status)
    if contact is not None and not contact.accounts.filter(pk=account.pk).exists():
        raise ActionRefused(
            _("%(contact)s is not a contact of %(account)s.") % {"contact": contact, "account": account}
        )
    if (ticket.account, ticket.contact) == (account, contact):
        return ticket
    old = f"{ticket.account}, {ticket.policy}"
    ticket.account, ticket.contact = account, contact
    _replan(ledger, by, at)
    record(ledger, EventKind.REPLANNED, by=by, at=at, old=old, new=f"{account}, {ticket.policy}")
    return ticket


def _replan(ledger: Ledger, by: User, at: dt.datetime) -> None:
    ticket = ledger.ticket
    ticket.contract, policy = contract_and_policy(ticket.account, at)
    if policy == ticket.policy:
        return
    ticket.policy = policy
    apply_terms(ledger=ledger, terms=Terms.of(policy), by=by, at=at)
