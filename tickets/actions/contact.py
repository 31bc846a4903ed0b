"""Create a contact."""

from __future__ import annotations

import datetime as dt

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from tickets.actions.frame import required
from tickets.models import Account, Affiliation, Contact, ContactPhone, User
from tickets.permissions import Permission, require
from tickets.phone import to_e164
from tickets.refusal import ActionRefused


@transaction.atomic
def create_contact(
    *, name: str, account: Account, phone: str = "", email: str = "", by: User, at: dt.datetime
) -> Contact:
    """A new person of an account, with a number that is kept in E.164. The same person again is the same contact.

    Raises ActionRefused where `by` may not, there is no name, or number or address make no sense.
    """
    require(by, Permission.CONTACT_CREATE)
    name = required(name, _("A contact needs a name: enter it."), limit=120)
    number, email = _number(phone), _address(email)
    Account.objects.select_for_update().get(pk=account.pk)
    known = account.contacts.filter(name__iexact=name, email__iexact=email)
    contact = (known.filter(phones__number=number) if number else known).first()
    if contact is not None:
        return contact
    contact = Contact.objects.create(name=name, email=email)
    Affiliation.objects.create(contact=contact, account=account)
    if number:
        ContactPhone.objects.create(contact=contact, number=number)
    return contact


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
