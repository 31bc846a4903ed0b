"""The one-time page that makes the first administrator of an empty house.

Its address is a message authentication code of SECRET_KEY, so nothing is stored; it is open only as long as there
is no administrator.
"""

from __future__ import annotations

from django.db import connection, transaction
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _

from tickets.choices import Role
from tickets.models import User
from tickets.refusal import ActionRefused

_LOCK = 0x41535452  # any number, as long as it is always the same


def is_needed() -> bool:
    """Whether there is no administrator yet."""
    return not User.objects.filter(roles__contains=[Role.ADMINISTRATOR], is_active=True).exists()


def path() -> str:
    """The secret path of the page."""
    return reverse("first_administrator", args=[_token()])


def opens(token: str) -> bool:
    """Whether this token opens the page now."""
    return constant_time_compare(token, _token()) and is_needed()


@transaction.atomic
def create_first_administrator(*, name: str, email: str, password: str) -> User:
    """Make the first administrator. Raises ActionRefused where somebody was faster."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
    if not is_needed():
        raise ActionRefused(_("There is an administrator already: sign in instead."))
    return User.objects.create_user(email, password, name=name, roles=[Role.ADMINISTRATOR])


def _token() -> str:
    return salted_hmac("helpdesk.first_administrator", "open", algorithm="sha256").hexdigest()
