"""What is read about clients: the list, and all that is known of one."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Count, F, Prefetch, Q, QuerySet

from interventions.models import Site
from tickets.choices import OPEN_STATUSES, MessageKind
from tickets.days import day_of
from tickets.folding import Folded, fold
from tickets.models import Account, Affiliation, Contract, User
from tickets.models.account import in_force
from tickets.permissions import visible_accounts, visible_messages, visible_tickets
from tickets.phone import looks_like_number, to_e164
from tickets.presentation.rows import row
from tickets.readings import next_reading, with_clocks

MOST_TICKETS = 20
MOST_CALLS = 8


def found(text: str, *, by: User, at: dt.datetime) -> QuerySet[Account]:
    """By the beginnings of words of its name or of a contact's, or by a number; with open tickets and contract."""
    accounts = visible_accounts(by)
    if text.strip():
        accounts = accounts.filter(pk__in=_matching(text.strip()))
    waiting = Count("tickets", filter=Q(tickets__status__in=OPEN_STATUSES))
    return accounts.annotate(waiting=waiting).prefetch_related(_current_contracts(at)).order_by("-is_active", "name")


def known(account: Account, *, by: User, at: dt.datetime) -> dict[str, Any]:
    """Contracts, contacts, open tickets and last calls, in a constant number of queries."""
    open_tickets = visible_tickets(by).filter(account=account, status__in=OPEN_STATUSES)
    read = with_clocks(open_tickets.select_related("account", "technician", "policy__ladder")).prefetch_related(
        "escalations"
    )
    next_due = read.order_by(F("next_due_at").asc(nulls_last=True), "number")[:MOST_TICKETS]
    calls = visible_messages(by).filter(kind=MessageKind.CALL, ticket__account=account)
    affiliations = account.affiliations.select_related("contact__user").prefetch_related("contact__phones")
    return {
        "open_count": open_tickets.count(),
        "rows": [row(ticket, next_reading(ticket, at), of_house=True) for ticket in next_due],
        "calls": calls.select_related("contact", "author", "ticket").order_by("-at", "-pk")[:MOST_CALLS],
        "contracts": contracts_of(account, at),
        "affiliations": affiliations.order_by("contact__name"),
        "looks_after": account.looks_after.order_by("name"),
        "partners": account.partners.order_by("name"),
        "sites": Site.objects.filter(account=account).order_by("-is_active", "name", "pk"),
    }


def contracts_of(account: Account, at: dt.datetime) -> list[tuple[Contract, str]]:
    """The account's contracts, newest first, each with "now", "later" or "over"."""
    today = day_of(at)
    return [(contract, _standing(contract, today)) for contract in account.contracts.select_related("policy")]


def affiliation_of(account: Account, contact: int) -> QuerySet[Affiliation]:
    """The place of a contact in the account, if they have one."""
    return account.affiliations.filter(contact=contact).select_related("contact", "account")


def _standing(contract: Contract, today: dt.date) -> str:
    if contract.is_in_force(today):
        return "now"
    return "later" if today < contract.from_date else "over"


def _current_contracts(at: dt.datetime) -> Prefetch[Any]:
    current = Contract.objects.filter(in_force(day_of(at))).select_related("policy")
    return Prefetch("contracts", current, to_attr="in_force")


def _matching(text: str) -> QuerySet[Account, int]:
    if looks_like_number(text):
        number = _number(text)
        by_number = Q(phone=number) | Q(contacts__phones__number=number)
        return Account.objects.filter(by_number).values_list("pk", flat=True) if number else _none()
    words = fold(text).split()
    if not words:
        return _none()
    each = Q(*(Q(folded__contains=f" {word}") for word in words))
    named = Q(pk__in=Account.objects.alias(folded=Folded("name")).filter(each).values("pk"))
    people = Affiliation.objects.alias(folded=Folded("contact__name")).filter(each)
    return Account.objects.filter(named | Q(pk__in=people.values("account"))).values_list("pk", flat=True)


def _number(text: str) -> str:
    try:
        return to_e164(text)
    except ValueError:
        return ""


def _none() -> QuerySet[Account, int]:
    return Account.objects.none().values_list("pk", flat=True)
