"""The page of one ticket."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from escalation.queries import callers_of, ladder_of, request_rule
from interventions.queries.of_ticket import visits_of_ticket
from tickets.choices import Status
from tickets.fetched import fetch_clocks_of, pauses_of
from tickets.forms import VerbForm
from tickets.models import Ticket
from tickets.permissions import Permission
from tickets.presentation.around import Around, around_of
from tickets.presentation.client_card import client_card
from tickets.presentation.composer import composer, taken_back
from tickets.presentation.conversation import conversation
from tickets.presentation.editing import filled_in
from tickets.presentation.meters import explained
from tickets.presentation.progress import STATUS, progress
from tickets.presentation.properties import KINDS, properties
from tickets.presentation.related import related, time_spent
from tickets.presentation.verbs import BESIDE_TITLE, IN_MENU, VERBS, Offer, chosen, offers
from tickets.readings import readings
from tickets.views.request import Request, ticket_for, ticket_of

INVALID = 422
# What htmx takes from the page that follows a verb; what is the same, or being edited, stays as it stands.
_PARTS = (
    "conflict", "ticket-version", "ticket-actions", "ticket-line", "ticket-clocks", "ticket-timeline",
    "side-escalation", "side-causes", "side-client", "side-interventions", "side-time", "side-links",
    "watching", "composer-to", "reply-stay", "reply-thens", "topbar-timer", "property-status",
    *(f"property-{name}" for name in KINDS),
)  # fmt: skip
PARTS = ",".join([*(f"#{part}" for part in _PARTS), "#toasts:beforeend"])


def ticket(request: Request, number: int) -> HttpResponse:
    """The ticket with its clocks, its conversation and every verb. With `edit`, one form is open: htmx is given that
    form alone.
    """
    opened = request.GET.get("edit", "")
    if request.htmx and opened in {STATUS, *KINDS, *VERBS}:  # type: ignore[attr-defined]
        return _part(request, ticket_for(request, number, Permission.NOTE_VIEW), opened)
    return render(request, "tickets/ticket.html", context(request, ticket_of(request, number)))


def shown_again(request: Request, ticket: Ticket, form: VerbForm, *, status: int = INVALID) -> HttpResponse:
    """The page with what was typed, and the error beside its field."""
    return render(request, "tickets/ticket.html", context(request, ticket, form), status=status)


def done(request: Request, ticket: Ticket, sentence: str) -> HttpResponse:
    """Back to the ticket, which says what was done."""
    messages.success(request, sentence)
    return redirect("ticket", ticket.number)


def context(request: Request, ticket: Ticket, typed: VerbForm | None = None) -> dict[str, Any]:
    """What stands on the page of the ticket; `typed` is a form that is shown again."""
    fetch_clocks_of(ticket)
    pauses = pauses_of(ticket)
    around = around_of(ticket)
    rule = request_rule(ticket, request.now)
    return {
        "ticket": ticket,
        "status": Status(ticket.status),
        "clocks": [explained(reading, pauses, of_house=True) for reading in readings(ticket, request.now)],
        "rule": rule,
        "callers": tuple((caller.pk, caller.name) for caller in callers_of(ticket)) if rule.is_open else (),
        **conversation(ticket, request.user, request.now, names=around.names, show=request.GET.get("show", "")),
        **_tools(request, ticket, around, typed),
    }


def _tools(request: Request, ticket: Ticket, around: Around, typed: VerbForm | None) -> dict[str, Any]:
    typed = typed or taken_back(ticket, request.user, request.GET.get("taken_back", ""))
    opened = request.GET.get("edit", "")
    offered = _offered(request, ticket, opened, typed)
    return {
        "parts": PARTS,
        "offers": offered,
        "actions": chosen(offered, BESIDE_TITLE),
        "menu": chosen(offered, IN_MENU),
        **composer(ticket, request.user, offered, around, typed),
        "properties": properties(ticket, offered, opened),
        "progress": progress(ticket, offered, typed, opened=opened, verb=request.GET.get("verb", "")),
        "client": client_card(ticket, around.phones),
        "visits": visits_of_ticket(ticket),
        "time": time_spent(ticket, request.user),
        "ladder": ladder_of(ticket, request.now),
        **related(ticket, around.links, request.now),
    }


def _part(request: Request, ticket: Ticket, opened: str) -> HttpResponse:
    """One property, or one verb, with its form open; with `close`, as it was."""
    open_one = "" if "close" in request.GET else opened
    offered = _offered(request, ticket, open_one)
    if opened == STATUS:
        shown = progress(ticket, offered, opened=open_one, verb=request.GET.get("verb", ""))
        given = {"item": shown, "status": Status(ticket.status)}
        return render(request, "tickets/status.html", given)
    if opened in KINDS:
        value = properties(ticket, offered, open_one)[opened]
        return render(request, "tickets/property.html", {"item": value, "ticket": ticket})
    return render(request, "tickets/slot.html", {"offer": offered.get(opened), "ticket": ticket})


def _offered(request: Request, ticket: Ticket, opened: str, typed: VerbForm | None = None) -> dict[str, Offer]:
    values = filled_in(opened, ticket, request.user, request.now, request.GET.get("entry", ""))
    return offers(ticket, request.user, typed, opened=opened, filled_in=values)
