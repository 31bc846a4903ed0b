"""Short ways to make what a test needs, through the same actions and models as the product."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sla.choices import Priority
from sla.models import Policy
from tickets.actions.open import open_ticket
from tickets.choices import Role
from tickets.models import Account, Affiliation, Contact, ContactPhone, Contract, Queue, Ticket, User
from tickets.promises import Intake
from tickets.seeds import IT

PASSWORD = "demo-astreinte"


def account(name: str, *, policy: str | None = None, is_partner: bool = False, **fields: Any) -> Account:
    """A client company; with `policy` (its name), under contract since 2015."""
    made = Account.objects.create(name=name, is_partner=is_partner, **fields)
    if policy:
        Contract.objects.create(account=made, policy=Policy.objects.get(name=policy), from_date=dt.date(2015, 1, 1))
    return made


def contact(name: str, *accounts: Account, phone: str = "", **fields: Any) -> Contact:
    """A person at the client's, in one or more accounts, with at most one number in E.164."""
    made = Contact.objects.create(name=name, **{"email": f"{name.lower()}@client.example.org", **fields})
    for company in accounts:
        Affiliation.objects.create(contact=made, account=company)
    if phone:
        ContactPhone.objects.create(contact=made, number=phone)
    return made


def user(name: str, *roles: Role, contact: Contact | None = None) -> User:
    """Somebody who signs in as `name@example.org` with PASSWORD."""
    made = User.objects.create_user(f"{name}@example.org", PASSWORD, name=name.capitalize(), roles=list(roles))
    if contact:
        contact.user = made
        contact.save()
    return made


def ticket(*, by: User, at: dt.datetime, account: Account, queue: str = IT, **fields: Any) -> Ticket:
    """A ticket, opened by the action. `queue` by name; any field of `Intake` may be given."""
    given = {"title": "Imprimante hors ligne", "priority": Priority.MEDIUM, **fields}
    return open_ticket(intake=Intake(account=account, queue=Queue.objects.get(name=queue), **given), by=by, at=at)
