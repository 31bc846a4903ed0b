"""The invented companies and people of the demo."""

from __future__ import annotations

import datetime as dt
import tomllib
from pathlib import Path
from typing import Any

from django.utils.text import slugify

from helpdesk.demo.cast import CAST, PASSWORD
from sla.models import Policy
from tickets.choices import STAFF_ROLES
from tickets.models import Account, Affiliation, Contact, ContactPhone, Contract, Queue, Resource, User
from tickets.seeds import IT

_FILE = Path(__file__).with_name("accounts.toml")


def load_people() -> None:
    """The cast of the house signs in; the technician among them is the last to be asked on level 1."""
    for person in CAST:
        if person.role in STAFF_ROLES:
            User.objects.create_user(person.email, PASSWORD, name=person.name, roles=[person.role])
    level = Queue.objects.get(name=IT).levels.get(number=1)
    technician = User.objects.get(email="technician@example.org")
    Resource.objects.create(level=level, technician=technician, order=level.resources.count())


def load_accounts(today: dt.date) -> None:
    """Accounts under contract for two years, their people, and the partner who looks after some."""
    told = tomllib.loads(_FILE.read_text())["account"]
    for account in told:
        _account(account, since=today.replace(month=1, day=1) - dt.timedelta(days=365))
    for account in told:
        looked_after = Account.objects.filter(name__in=account.get("looks_after", []))
        Account.objects.get(name=account["name"]).looks_after.set(looked_after)


def _account(told: dict[str, Any], since: dt.date) -> None:
    account = Account.objects.create(
        name=told["name"], phone=told["phone"], notes=told["notes"], is_partner="looks_after" in told
    )
    if told["policy"]:
        policy = Policy.objects.get(name=told["policy"])
        Contract.objects.create(account=account, policy=policy, from_date=since)
    for name, job, phone, login in told["people"]:
        _contact(account, name, job, phone, login)


def _contact(account: Account, name: str, job: str, phone: str, login: str) -> None:
    person = next((person for person in CAST if person.login == login), None)
    user = person and User.objects.create_user(person.email, PASSWORD, name=name, roles=[person.role])
    email = person.email if person else f"{slugify(name)}@{slugify(account.name)}.example.org"
    contact = Contact.objects.create(name=name, job=job, email=email, user=user)
    Affiliation.objects.create(contact=contact, account=account)
    ContactPhone.objects.create(contact=contact, number=phone)
