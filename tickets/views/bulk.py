"""One verb for the tickets that are selected in a list: asked for first, then done, then told ticket by ticket."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from tickets.actions.bulk import change_each
from tickets.forms.bulk import BULK_FORMS, BulkForm
from tickets.models import Ticket
from tickets.numbers import LARGEST_NUMBER
from tickets.permissions import Permission, require, visible_tickets
from tickets.presentation.bulk import asked, done
from tickets.views.request import Request

INVALID = 422


@require_POST
def ticket_bulk(request: Request) -> HttpResponse:
    """Without `sure` the form of the verb, or the verbs; with it, what became of each ticket.

    Tickets that one may not see are not there.
    """
    require(request.user, Permission.TICKET_ASSIGN)
    tickets = _selected(request)
    form = _form(request)
    if form is None or not form.is_valid():
        return _answer(request, asked(form, tickets), INVALID if form and form.is_bound else 200)
    concerned = [ticket for ticket in tickets if form.concerns(ticket)]
    outcomes = change_each(tickets=concerned, change=form.change(), by=request.user, at=request.now)
    return _answer(request, done(form, outcomes))


def _form(request: Request) -> BulkForm | None:
    """The form of the verb, filled once it was sent; None where no verb is named."""
    kind = BULK_FORMS.get(request.POST.get("verb", ""))
    return kind(request.POST if "sure" in request.POST else None, by=request.user) if kind else None


def _selected(request: Request) -> list[Ticket]:
    """In the order in which they were shown."""
    texts = request.POST.getlist("tickets")
    numbers = [int(text) for text in texts if text.isdecimal() and int(text) <= LARGEST_NUMBER]
    found = visible_tickets(request.user).defer("description").in_bulk(numbers)
    return [found[number] for number in dict.fromkeys(numbers) if number in found]


def _answer(request: Request, shown: dict[str, Any], status: int = 200) -> HttpResponse:
    """A panel over the list, or without a script a page of its own."""
    template = "tickets/bulk_panel.html" if request.htmx else "tickets/bulk.html"  # type: ignore[attr-defined]
    return render(request, template, {**shown, "back": request.POST.get("back", "")}, status=status)
