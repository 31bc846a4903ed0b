"""Who is calling: found by number, name or company, and what is known of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import reduce
from operator import and_

from django.db import connection
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Concat
from django.utils.translation import gettext as _

from sla.models import Policy
from tickets.choices import OPEN_STATUSES, MessageKind
from tickets.folding import Folded, fold
from tickets.models import Account, Affiliation, Contact, Contract, Message, Ticket, User
from tickets.permissions import visible_accounts, visible_contacts, visible_messages, visible_tickets
from tickets.phone import is_withheld, looks_like_number, readable, to_e164
from tickets.promises import contract_and_policy
from tickets.readings import Reading, next_reading, with_clocks

MOST_MATCHES = 8
MOST_TICKETS = 5
MOST_CALLS = 4


@dataclass(frozen=True)
class Match:
    """A company that may be calling, or a person in it."""

    account: Account
    contact: Contact | None = None

    @property
    def key(self) -> str:
        """How a form names this match: "12" or "12:7"."""
        return f"{self.account.pk}:{self.contact.pk}" if self.contact else str(self.account.pk)


@dataclass(frozen=True)
class Found:
    """What a search gave. `number` is E.164 where one was typed; `hint` says why nothing was found, or what to do."""

    matches: list[Match] = field(default_factory=list)
    number: str = ""
    hint: str = ""
    has_more: bool = False

    @property
    def only(self) -> Match | None:
        """The one caller there can be; None where there is a choice."""
        return self.matches[0] if len(self.matches) == 1 else None


@dataclass(frozen=True)
class OpenTicket:
    """A ticket of the caller's company with the clock that matters next."""

    ticket: Ticket
    clock: Reading | None


@dataclass(frozen=True)
class Caller:
    """What the operator sees beside the form; `open_tickets` come next due first, `calls` last one first."""

    account: Account
    contact: Contact | None
    contract: Contract | None
    policy: Policy
    asks_guaranteed_repair: bool
    open_tickets: list[OpenTicket]
    open_count: int
    calls: list[Message]


def search(text: str, *, by: User) -> Found:
    """Companies and people by a number in any writing, or by the beginnings of words, blind to accents and case."""
    text = text.strip()
    if is_withheld(text):
        return Found(hint=_("The number is withheld: ask for the name and the company."))
    if looks_like_number(text):
        return _by_number(text, by)
    return _by_name(text, by)


def match_of(key: str, *, by: User) -> Match | None:
    """The match that a form names; None where there is none, or none to see."""
    account_key, _colon, contact_key = key.partition(":")
    account = _accounts(by).filter(pk=account_key).first() if account_key.isdecimal() else None
    if account is None:
        return None
    contact = contacts_of(account, by=by).filter(pk=contact_key).first() if contact_key.isdecimal() else None
    return Match(account, contact)


def contacts_of(account: Account, *, by: User) -> QuerySet[Contact]:
    """The people who may call for an account: its own, and those of the partners who look after it."""
    places = Affiliation.objects.filter(Q(account=account) | Q(account__looks_after=account))
    return visible_contacts(by).filter(pk__in=places.values("contact")).order_by("name")


def may_call_for(account: Account, contact: Contact) -> bool:
    """Whether somebody is one of the people who may call for an account."""
    with connection.cursor() as cursor:
        cursor.execute(_MAY_CALL_FOR, {"account": account.pk, "contact": contact.pk})
        return bool(cursor.fetchone()[0])


# As `contacts_of`. Every new ticket asks this: put together by Django, it took longer than most inserts.
_MAY_CALL_FOR = """
SELECT EXISTS (
    SELECT FROM tickets_affiliation place
    WHERE place.contact_id = %(contact)s AND (
        place.account_id = %(account)s
        OR place.account_id IN (
            SELECT from_account_id FROM tickets_account_looks_after WHERE to_account_id = %(account)s
        )
    )
)
"""


def known_caller(account: Account, contact: Contact | None, *, by: User, at: dt.datetime) -> Caller:
    """All that is known of a caller at that instant, in a constant number of queries."""
    contract, policy = contract_and_policy(account, at)
    still_open = visible_tickets(by).filter(account=account, status__in=OPEN_STATUSES)
    next_due = with_clocks(still_open).order_by(F("next_due_at").asc(nulls_last=True), "pk")
    calls = visible_messages(by).filter(kind=MessageKind.CALL, ticket__account=account)
    return Caller(
        account=account,
        contact=contact,
        contract=contract,
        policy=policy,
        asks_guaranteed_repair=policy.targets.filter(needs_guaranteed_repair=True).exists(),
        open_tickets=[OpenTicket(ticket, next_reading(ticket, at)) for ticket in next_due[:MOST_TICKETS]],
        open_count=still_open.count(),
        calls=list(calls.select_related("contact", "ticket").order_by("-at", "-pk")[:MOST_CALLS]),
    )


def _by_number(text: str, by: User) -> Found:
    try:
        number = to_e164(text)
    except ValueError as error:
        return Found(hint=str(error))
    companies = _accounts(by).filter(phone=number)
    people = _affiliations(by).filter(contact__phones__number=number)
    matches = _companies_first(companies, people)
    unknown = _("Nobody is known by %(number)s: ask for the company.") % {"number": readable(number)}
    return _found(matches, number, unknown)


def _by_name(text: str, by: User) -> Found:
    words = fold(text).split()
    if not words:
        return Found()
    each_word = reduce(and_, (Q(folded__contains=f" {word}") for word in words))
    companies = _accounts(by).annotate(folded=Folded("name")).filter(each_word)
    person_and_company = Concat(Folded("contact__name"), Folded("account__name"))
    people = _affiliations(by).annotate(folded=person_and_company).filter(each_word)
    matches = _companies_first(companies[: MOST_MATCHES + 1], people[: MOST_MATCHES + 1])
    return _found(matches, "", _("No company and nobody of that name."))


def _accounts(by: User) -> QuerySet[Account]:
    return visible_accounts(by).filter(is_active=True).order_by("name")


def _affiliations(by: User) -> QuerySet[Affiliation]:
    people = Affiliation.objects.filter(account__in=_accounts(by).order_by(), contact__in=visible_contacts(by))
    in_order = people.order_by("account__name", "contact__name")
    return in_order.select_related("account", "contact").prefetch_related("account__looks_after")


def _companies_first(companies: Iterable[Account], people: Iterable[Affiliation]) -> list[Match]:
    """A partner's people call for the companies they look after, too: each of these is a match of its own."""
    matches = [Match(company) for company in companies]
    for place in people:
        matches.append(Match(place.account, place.contact))
        matches += [Match(client, place.contact) for client in place.account.looks_after.all() if client.is_active]
    return list(dict.fromkeys(matches))


def _found(matches: list[Match], number: str, otherwise: str) -> Found:
    return Found(
        matches=matches[:MOST_MATCHES],
        number=number,
        hint="" if matches else otherwise,
        has_more=len(matches) > MOST_MATCHES,
    )
