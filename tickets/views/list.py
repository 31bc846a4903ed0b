"""The list of tickets: what is due next comes first."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.db.models import F, QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from tickets.filters import LARGEST_NUMBER, State, TicketFilter, View, chips, ticket_filter
from tickets.models import Ticket
from tickets.permissions import Permission, allows, visible_tickets
from tickets.presentation.rows import grouped
from tickets.readings import with_clocks
from tickets.views.request import Request

PAGE_SIZE = 100


def ticket_list(request: Request) -> HttpResponse:
    """The tickets that the URL asks for. Who searches for a number that exists is taken to that ticket."""
    number = _searched_number(request)
    if number is not None and visible_tickets(request.user).filter(pk=number).exists():
        return redirect("ticket", number)
    tickets = ticket_filter(request)
    page = Paginator(ordered(tickets.qs, tickets.shown_state), PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "tickets/list.html", _context(request, tickets, page))


def ordered(tickets: QuerySet[Ticket], state: str) -> QuerySet[Ticket]:
    """By what is due next; where nothing is due any more, the last change comes first."""
    read = with_clocks(tickets.select_related("account", "technician", "policy__ladder")).prefetch_related(
        "escalations"
    )
    if state == State.CLOSED:
        return read.order_by("-last_activity_at", "-number")
    return read.order_by(F("next_due_at").asc(nulls_last=True), "number")


def _context(request: Request, tickets: TicketFilter, page: Any) -> dict[str, Any]:
    return {
        "title": _title(tickets),
        "filter": tickets,
        "chips": chips(tickets),
        "page": page,
        "groups": grouped(page.object_list, request.now, of_house=allows(request.user, Permission.NOTE_VIEW)),
        "is_mine": tickets.form.cleaned_data.get("view") == View.MINE,
    }


def _title(tickets: TicketFilter) -> str:
    asked = tickets.form.cleaned_data
    if asked.get("view"):
        return str(View(asked["view"]).label)
    return str(asked["queue"]) if asked.get("queue") else _("All tickets")


def _searched_number(request: Request) -> int | None:
    text = request.GET.get("q", "").strip().lstrip("#")
    return int(text) if text.isdecimal() and int(text) <= LARGEST_NUMBER else None
