"""The invented clients of `fill`, and the people of the house who see to them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from random import Random

from helpdesk.fill.words import FIRST_NAMES, JOBS, PLACES, TRADES, phone
from sla.models import Policy
from sla.seeds import AGREEMENT_2016, CARRIER, STANDARD, WITHOUT_CONTRACT
from tickets.choices import Role
from tickets.clocks import Terms
from tickets.models import (
    Account,
    Affiliation,
    Contact,
    ContactPhone,
    Contract,
    IssueType,
    Queue,
    Resource,
    ResourceLevel,
    User,
    WorkType,
)

NAMES = tuple(f"{trade} {place}" for place in PLACES for trade in TRADES)
_POLICIES = (STANDARD,) * 12 + (CARRIER,) * 5 + (AGREEMENT_2016,) * 2 + (WITHOUT_CONTRACT,)
_SINCE = dt.date(2015, 1, 1)
PEOPLE_AN_ACCOUNT = 4
TECHNICIANS_A_CELL = 3


@dataclass(frozen=True)
class Client:
    """An account with its people, its contract, and the terms of its policy."""

    account: Account
    contract: Contract | None
    terms: Terms
    contacts: list[Contact] = field(default_factory=list)


@dataclass(frozen=True)
class Desk:
    """A queue: its levels with the people of each, and its issue types by name and parent."""

    queue: Queue
    levels: list[tuple[ResourceLevel, list[User]]]


@dataclass(frozen=True)
class House:
    """Everybody and everything that an invented ticket may name."""

    clients: list[Client]
    desks: list[Desk]
    operators: list[User]
    issues: dict[tuple[str | None, str], IssueType]
    work_types: list[WorkType]
    automation: User


def house(chance: Random, accounts: int) -> House:
    """The house with so many clients; those that an earlier `fill` has made are taken again."""
    terms = {policy.name: Terms.of(policy) for policy in Policy.objects.select_related("calendar", "ladder")}
    if not Account.objects.exists():
        _make_clients(chance, terms, min(accounts, len(NAMES)))
        _make_technicians()
    types = IssueType.objects.select_related("parent")
    return House(
        clients=_clients(terms),
        desks=[_desk(queue) for queue in Queue.objects.exclude(shortcut="").select_related("calendar")],
        operators=_operators(),
        issues={(kind.parent.name if kind.parent else None, kind.name): kind for kind in types},
        work_types=list(WorkType.objects.all()),
        automation=User.objects.automation(),
    )


def _make_clients(chance: Random, terms: dict[str, Terms], count: int) -> None:
    accounts = Account.objects.bulk_create(
        Account(name=name, phone=phone(index), notes="Se présenter à l’accueil.")
        for index, name in enumerate(NAMES[:count])
    )
    contracts = []
    for account in accounts:
        policy = terms[chance.choice(_POLICIES)].policy
        if not policy.is_without_contract:
            contracts.append(Contract(account=account, policy=policy, from_date=_SINCE))
    Contract.objects.bulk_create(contracts)
    people = [_person(chance, count + index) for index in range(count * PEOPLE_AN_ACCOUNT)]
    contacts = Contact.objects.bulk_create(people)
    ContactPhone.objects.bulk_create(
        ContactPhone(contact=contact, number=phone(count + index)) for index, contact in enumerate(contacts)
    )
    Affiliation.objects.bulk_create(
        Affiliation(contact=contact, account=accounts[index // PEOPLE_AN_ACCOUNT])
        for index, contact in enumerate(contacts)
    )


def _person(chance: Random, number: int) -> Contact:
    return Contact(name=chance.choice(FIRST_NAMES), email=f"contact-{number}@example.org", job=chance.choice(JOBS))


def _make_technicians() -> None:
    """A larger house than that of the set-up: some more people in each cell, and three who take the calls."""
    names = iter(FIRST_NAMES)
    for level in ResourceLevel.objects.order_by("pk"):
        asked = level.resources.count()
        for place in range(asked, asked + TECHNICIANS_A_CELL):
            user = _staff(next(names), f"technicien-{level.pk}-{place}", Role.TECHNICIAN)
            Resource.objects.create(level=level, technician=user, order=place)
    for number in range(3):
        _staff(next(names), f"accueil-{number}", Role.OPERATOR)


def _staff(name: str, login: str, role: Role) -> User:
    """Without a password: nobody signs in as them."""
    return User.objects.create_user(f"{login}@example.org", name=name, roles=[role])


def _operators() -> list[User]:
    return list(User.objects.filter(email__startswith="accueil-").order_by("pk"))


def _clients(terms: dict[str, Terms]) -> list[Client]:
    people: dict[int, list[Contact]] = {}
    for place in Affiliation.objects.select_related("contact").order_by("pk"):
        people.setdefault(place.account_id, []).append(place.contact)
    contracts = {contract.account_id: contract for contract in Contract.objects.select_related("policy")}
    clients = []
    for account in Account.objects.order_by("pk"):
        contract = contracts.get(account.pk)
        under = terms[contract.policy.name if contract else WITHOUT_CONTRACT]
        clients.append(Client(account, contract, under, people.get(account.pk, [])))
    return clients


def _desk(queue: Queue) -> Desk:
    levels = queue.levels.order_by("number").prefetch_related("resources__technician")
    return Desk(queue, [(level, [place.technician for place in level.resources.all()]) for level in levels])
