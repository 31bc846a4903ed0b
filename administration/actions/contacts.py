"""Add and edit the contacts of an account, and say which of its tickets they see."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from administration.actions.edit import apply_plan, take_turn
from administration.actions.frame import log_change
from administration.choices import Area
from tickets.models import Account, Affiliation, Contact, ContactPhone, User
from tickets.permissions import Permission, require


@dataclass(frozen=True, kw_only=True)
class ContactPlan:
    """A contact as they are to be."""

    name: str
    job: str = ""
    email: str = ""
    language: str = "fr"


@transaction.atomic
def add_contact(*, account: Account, plan: ContactPlan, phones: Sequence[str], by: User, at: dt.datetime) -> Contact:
    """A new person of the account, with their numbers in E.164. Raises ActionRefused where `by` may not."""
    require(by, Permission.CONTACT_CREATE)
    take_turn(Area.CLIENTS)
    contact = _write(Contact(), plan, phones)
    Affiliation.objects.create(contact=contact, account=account)
    _log(account, "", _words(contact), by, at)
    return contact


@transaction.atomic
def edit_contact(
    *, account: Account, contact: Contact, plan: ContactPlan, phones: Sequence[str], by: User, at: dt.datetime
) -> Contact:
    """The contact becomes what is planned, in all of their accounts; the e-mail with which they sign in stays.

    Logged with the account where it was done. Raises ActionRefused where `by` may not, or there is no name.
    """
    require(by, Permission.CONTACT_CREATE)
    take_turn(Area.CLIENTS)
    contact = Contact.objects.get(pk=contact.pk)
    before = _words(contact)
    contact = _write(contact, plan, phones)
    _log(account, before, _words(contact), by, at)
    return contact


@transaction.atomic
def grant_sight(*, affiliation: Affiliation, sees: bool, by: User, at: dt.datetime) -> None:
    """Whether the contact sees all tickets of the company, or their own alone.

    Raises ActionRefused where `by` may not edit the settings: it is a right that is given.
    """
    require(by, Permission.SETTINGS_EDIT)
    take_turn(Area.CLIENTS)
    told = {"contact": str(affiliation.contact)}
    before = {**told, "sees_company_tickets": affiliation.sees_company_tickets}
    affiliation.sees_company_tickets = sees
    affiliation.save()
    after = {**told, "sees_company_tickets": sees}
    log_change(area=Area.CLIENTS, subject=affiliation.account, before=before, after=after, by=by, at=at)


@transaction.atomic
def end_affiliation(*, affiliation: Affiliation, by: User, at: dt.datetime) -> None:
    """The contact is of this company no more; their tickets stay. Raises ActionRefused where `by` may not."""
    require(by, Permission.SETTINGS_EDIT)
    take_turn(Area.CLIENTS)
    _log(affiliation.account, _words(affiliation.contact), "", by, at)
    affiliation.delete()


def _write(contact: Contact, plan: ContactPlan, phones: Sequence[str]) -> Contact:
    apply_plan(contact, plan)
    wanted = list(dict.fromkeys(phones))
    contact.phones.exclude(number__in=wanted).delete()
    for number in wanted:
        ContactPhone.objects.get_or_create(contact=contact, number=number)
    return contact


def _words(contact: Contact) -> str:
    numbers = contact.phones.order_by("pk").values_list("number", flat=True)
    return ", ".join(filter(None, (contact.name, contact.job, contact.email, contact.language, *numbers)))


def _log(account: Account, before: str, after: str, by: User, at: dt.datetime) -> None:
    log_change(area=Area.CLIENTS, subject=account, before={"contact": before}, after={"contact": after}, by=by, at=at)
