"""Create a contact."""

from __future__ import annotations

import datetime as dt

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from tickets.actions.frame import required
from tickets.folding import Folded, fold
from tickets.models import Account, Affiliation, Contact, ContactPhone, User
from tickets.permissions import Permission, require
from tickets.phone import to_e164
from tickets.refusal import ActionRefused


@transaction.atomic
def create_contact(
    *, name: str, account: Account, phone: str = "", email: str = "", by: User, at: dt.datetime
) -> Contact:
    """A person of an account, with a number that is kept in E.164.

    Somebody of that name whom the account has already, with the same address where one is given, is the same
    person and gets the number too. Raises ActionRefused where `by` may not, there is no name, or number or
    address make no sense.
    """
    require(by, Permission.CONTACT_CREATE)
    name = required(name, _("A contact needs a name: enter it."), limit=120)
    number, email = _number(phone), _address(email)
    Account.objects.select_for_update().get(pk=account.pk)
    contact = _namesake(name, email, account)
    if contact is None:
        contact = Contact.objects.create(name=name, email=email)
        Affiliation.objects.create(contact=contact, account=account)
    if number:
        ContactPhone.objects.get_or_create(contact=contact, number=number)
    return contact


def _namesake(name: str, email: str, account: Account) -> Contact | None:
    written = fold(name)
    named = account.contacts.annotate(folded=Folded("name")).filter(folded=f" {written}")
    same = named.filter(email__iexact=email) if email else named
    return same.first() if written else None


def _number(phone: str) -> str:
    if not phone.strip():
        return ""
    try:
        return to_e164(phone)
    except ValueError as error:
        raise ActionRefused(str(error)) from error


def _address(email: str) -> str:
    email = email.strip().lower()
    try:
        if email:
            validate_email(email)
    except ValidationError as error:
        raise ActionRefused(
            _("“%(email)s” is not an e-mail address: correct it or leave it out.") % {"email": email}
        ) from error
    return email
