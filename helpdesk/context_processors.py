"""What every page of the shell shows."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject


def shell(request: HttpRequest) -> dict[str, Any]:
    """`shell`: the rail and the top bar, read when a page draws them; nothing for who is not signed in."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {}
    from helpdesk import shell as frame  # pages alone need it

    return {"shell": SimpleLazyObject(lambda: frame.shell(request))}


def demo(request: HttpRequest) -> dict[str, Any]:
    """`demo`: the invented cast, for the sign-in page of a demo alone."""
    if request.resolver_match is None or request.resolver_match.url_name != "account_login":
        return {}
    from helpdesk.demo import cast

    people = [{"role": person.says, "email": person.email} for person in cast.CAST]
    told = {"password": cast.PASSWORD, "people": people, "has_mails": settings.DEMO}
    return {"demo": told} if cast.is_there() else {}
