"""What every page of the shell shows."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest


def shell(request: HttpRequest) -> dict[str, Any]:
    """`shell`: the rail and the top bar; nothing for who is not signed in."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {}
    from helpdesk.shell import rail  # pages alone need it

    return {"shell": {"rail": rail(request), "user": user, "now": request.now}}  # type: ignore[attr-defined]


def demo(request: HttpRequest) -> dict[str, Any]:
    """`demo`: the invented cast, for the sign-in page of a demo alone."""
    if request.resolver_match is None or request.resolver_match.url_name != "account_login":
        return {}
    from helpdesk.demo import cast

    people = [{"role": person.says, "email": person.email} for person in cast.CAST]
    return {"demo": {"password": cast.PASSWORD, "people": people}} if cast.is_there() else {}
