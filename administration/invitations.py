"""The one-time link with which a person chooses a password.

Nothing is stored: Django's token is a message authentication code of the person's password and last sign-in, so it
is void once used, and after PASSWORD_RESET_TIMEOUT.
"""

from __future__ import annotations

from django.contrib.auth.tokens import default_token_generator
from django.urls import reverse
from django.utils.encoding import force_str
from django.utils.http import urlsafe_base64_decode, urlsafe_base64_encode

from tickets.models import User


def link_for(person: User, site: str) -> str:
    """The address, under the origin `site` ("https://helpdesk.example.org")."""
    key = urlsafe_base64_encode(str(person.pk).encode())
    path = reverse("set_password", args=[key, default_token_generator.make_token(person)])
    return site.rstrip("/") + path


def invited(key: str, token: str) -> User | None:
    """Whose link this is, as long as it is good; nobody's otherwise."""
    try:
        number = int(force_str(urlsafe_base64_decode(key)))
    except (ValueError, OverflowError):
        return None
    person = User.objects.filter(pk=number, is_active=True).first() if number < 2**63 else None
    return person if person and default_token_generator.check_token(person, token) else None
