"""Add and edit the contacts of an account, and say which of its tickets they see."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from administration.actions.edit import change_row, create_row, take_turn
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
    contact = create_row(row=Contact(), plan=plan, area=Area.CLIENTS, by=by, at=at)
    Affiliation.objects.create(contact=contact, account=account)
    _set_phones(contact, phones, by, at)
    return contact


@transaction.atomic
def edit_contact(*, contact: Contact, plan: ContactPlan, phones: Sequence[str], by: User, at: dt.datetime) -> Contact:
    """The contact becomes what is planned, in all of their accounts; the e-mail with which they sign in stays."""
    require(by, Permission.CONTACT_CREATE)
    take_turn(Area.CLIENTS)
    contact = change_row(row=Contact.objects.get(pk=contact.pk), plan=plan, area=Area.CLIENTS, by=by, at=at)
    _set_phones(contact, phones, by, at)
    return contact


@transaction.atomic
def grant_sight(*, affiliation: Affiliation, sees: bool, by: User, at: dt.datetime) -> None:
    """Whether the contact sees all tickets of the company, or their own alone. Raises ActionRefused: SETTINGS_EDIT."""
    require(by, Permission.SETTINGS_EDIT)
    take_turn(Area.CLIENTS)
    before = {"sees_company_tickets": affiliation.sees_company_tickets}
    affiliation.sees_company_tickets = sees
    affiliation.save()
    log_change(
        area=Area.CLIENTS, subject=affiliation, before=before, after={"sees_company_tickets": sees}, by=by, at=at
    )


@transaction.atomic
def end_affiliation(*, affiliation: Affiliation, by: User, at: dt.datetime) -> None:
    """The contact is of this company no more; their tickets stay. Raises ActionRefused where `by` may not."""
    require(by, Permission.SETTINGS_EDIT)
    take_turn(Area.CLIENTS)
    before = {"contact": str(affiliation.contact), "account": str(affiliation.account)}
    log_change(area=Area.CLIENTS, subject=affiliation, before=before, after=None, by=by, at=at)
    affiliation.delete()


def _set_phones(contact: Contact, phones: Sequence[str], by: User, at: dt.datetime) -> None:
    before = list(contact.phones.order_by("pk").values_list("number", flat=True))
    wanted = list(dict.fromkeys(phones))
    if before == wanted:
        return
    contact.phones.exclude(number__in=wanted).delete()
    for number in wanted:
        ContactPhone.objects.get_or_create(contact=contact, number=number)
    log_change(area=Area.CLIENTS, subject=contact, before={"phones": before}, after={"phones": wanted}, by=by, at=at)
