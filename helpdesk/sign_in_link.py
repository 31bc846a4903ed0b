"""The one-time link with which a person signs in without a password.

Nothing is stored: the token is a message authentication code of who the person is, when they last signed in, and when
the link was made, so it is void once used, after any other sign-in, with a new password, and after a quarter of an
hour.
"""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.encoding import force_str
from django.utils.http import base36_to_int, int_to_base36, urlsafe_base64_decode, urlsafe_base64_encode
from django.utils.translation import gettext as _

from tickets.choices import MailKind
from tickets.models import OutboxMail, User

MINUTES = 15
NOBODY = 0


@transaction.atomic
def send_link(*, email: str, site: str, at: dt.datetime) -> None:
    """Mail a link to whoever signs in with this address, under the origin `site` ("https://helpdesk.example.org").

    For an address that nobody signs in with, the same statements are sent to the database, so that the time that it
    takes tells nothing either.
    """
    person = User.objects.filter(email__iexact=email, is_active=True).first()
    mail = _mail(person or User(pk=NOBODY, email=email), site, at)
    mail.save()
    to_nobody = OutboxMail.objects.filter(pk=mail.pk, key__startswith=_key(NOBODY))
    to_nobody._raw_delete(to_nobody.db)


def link_for(person: User, site: str, at: dt.datetime) -> str:
    """The address of the link that is made at `at`."""
    key, made = urlsafe_base64_encode(str(person.pk).encode()), int(at.timestamp())
    return site.rstrip("/") + reverse("sign_in_by_link", args=[key, f"{int_to_base36(made)}-{_code(person, made)}"])


def owner(key: str, token: str, at: dt.datetime) -> User | None:
    """Whose link this is, as long as it is good; nobody's otherwise."""
    person = User.objects.filter(pk=_number(key), is_active=True).first()
    return person if person and _is_good(person, token, at) else None


@transaction.atomic
def redeem(key: str, token: str, at: dt.datetime) -> User | None:
    """Whose link this is; from now on it is nobody's, even if their second factor is still asked for."""
    person = User.objects.select_for_update().filter(pk=_number(key), is_active=True).first()
    if person is None or not _is_good(person, token, at):
        return None
    person.last_login = at
    person.save(update_fields=["last_login"])
    return person


def _mail(person: User, site: str, at: dt.datetime) -> OutboxMail:
    with translation.override(person.language):
        words = {"name": person, "link": link_for(person, site, at), "minutes": MINUTES}
        subject = _("Your link to sign in to Astreinte")
        body = _(
            "Hello %(name)s,\n\nthis link signs you in:\n%(link)s\n\n"
            "It works once, within %(minutes)s minutes. If you did not ask for it, leave it alone."
        )
    return OutboxMail(
        key=f"{_key(person.pk)}{at.timestamp():.6f}",
        kind=MailKind.INVITED,
        language=person.language,
        to=person.email,
        subject=subject,
        body=body % words,
        created_at=at,
        next_attempt_at=at,
    )


def _key(number: int) -> str:
    return f"sign-in-link:{number}:"


def _number(key: str) -> int:
    try:
        number = int(force_str(urlsafe_base64_decode(key)))
    except (ValueError, OverflowError):
        return NOBODY
    return number if NOBODY < number < 2**63 else NOBODY


def _is_good(person: User, token: str, at: dt.datetime) -> bool:
    stamp, _dash, code = token.partition("-")
    try:
        made = base36_to_int(stamp)
    except ValueError:
        return False
    return constant_time_compare(code, _code(person, made)) and 0 <= at.timestamp() - made < MINUTES * 60


def _code(person: User, made: int) -> str:
    signed_in = person.last_login.isoformat() if person.last_login else ""
    what = f"{person.pk} {person.email} {person.password} {signed_in} {made}"
    return salted_hmac("helpdesk.sign_in_link", what, algorithm="sha256").hexdigest()
