"""One ticket, as its client reads it."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from django_htmx.http import HttpResponseClientRefresh

from portal.forms import SayForm
from portal.presentation.ticket import ticket_page
from tickets.models import Ticket
from tickets.views.request import Request, ticket_of

INVALID = 422


@require_safe
def ticket(request: Request, number: int) -> HttpResponse:
    """The page. An open one asks with what it has `seen`: nothing new is 204, another status draws it anew."""
    found = ticket_of(request, number)
    if request.htmx and "seen" in request.GET:  # type: ignore[attr-defined]
        if request.GET["seen"] == str(found.version):
            return HttpResponse(status=204)
        if request.GET.get("status") != found.status:
            return HttpResponseClientRefresh()
    return render(request, "portal/ticket.html", ticket_page(found, request.user, request.now))


def shown_again(
    request: Request, ticket: Ticket, form: SayForm, verb: str, *, status: int = INVALID, **said: Any
) -> HttpResponse:
    """What is wrong: beside the form that stays as it is, or without a script on the page with what was typed."""
    if request.htmx:  # type: ignore[attr-defined]
        return render(request, "portal/errors.html", {"form": form, **said}, status=status)
    context = {**ticket_page(ticket, request.user, request.now, form), "verb": verb, **said}
    return render(request, "portal/ticket.html", context, status=status)
