"""Two faces of one product: clients and partners never see the staff workspace, and staff never the portal."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from tickets.models import User

GetResponse = Callable[[HttpRequest], HttpResponse]
PORTAL = "portal_"
# What the house and its clients share, by the names of the addresses; whatever needs no signing in is shared, too.
SHARED = frozenset(
    {
        "home",
        "preferences",
        "live",
        "attachment",
        "photo",
        "letterhead_logo",
        "slip_pdf",
        "slip_signature",
        "agreement",
        "rate",
        "unsubscribe",
        "account_login",
        "account_logout",
        "account_change_password",
        "account_set_password",
    }
)
# Where the portal shows the same as a page of the house; both ways keep the number of the ticket or slip.
SAME = {
    "ticket_list": "portal_home",
    "ticket": "portal_ticket",
    "ticket_new": "portal_new",
    "me": "portal_account",
    "planning": "portal_slips",
    "slip": "portal_slip",
}
TO_PORTAL = SAME | {"search": "portal_home", "clock_explanation": "portal_ticket", "slip_list": "portal_slips"}
TO_HOUSE = {portal: house for house, portal in SAME.items()}


class FaceMiddleware:
    """What is not named above does not exist for who is on the other side: 404, whatever it is."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., object], args: Any, kwargs: Mapping[str, Any]
    ) -> HttpResponseBase | None:
        """Lead whoever is on the wrong side to the same page of theirs, where there is one."""
        user, match = request.user, request.resolver_match
        if not isinstance(user, User) or match is None or not getattr(view, "login_required", True):
            return None
        name = match.url_name or ""
        if name in SHARED or name.startswith(PORTAL) != user.is_staff_member:
            return None
        target = (TO_HOUSE if user.is_staff_member else TO_PORTAL).get(name)
        if target is None or request.method not in ("GET", "HEAD"):
            raise Http404
        return redirect(_address(target, kwargs) + _asked(request))


def _address(name: str, kwargs: Mapping[str, Any]) -> str:
    return reverse(name, kwargs={"number": kwargs["number"]} if "number" in kwargs else None)


def _asked(request: HttpRequest) -> str:
    """What is searched for goes along."""
    query = request.GET.copy()
    for parameter in set(query) - {"q"}:
        del query[parameter]
    return f"?{query.urlencode()}" if query else ""
