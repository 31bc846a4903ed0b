"""The page of one ticket."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import prefetch_related_objects
from django.http import HttpResponse
from django.shortcuts import redirect, render

from escalation.forms import EscalateForm
from escalation.queries import ladder_of, request_rule
from tickets.choices import Status
from tickets.forms import VerbForm
from tickets.models import Ticket
from tickets.permissions import Permission, allows
from tickets.presentation.client_card import client_card, linked, time_spent
from tickets.presentation.conversation import conversation
from tickets.presentation.meters import explained
from tickets.presentation.verbs import BESIDE_TITLE, IN_MENU, chosen, offers, properties
from tickets.readings import readings
from tickets.views.request import Request, ticket_of

INVALID = 422


def ticket(request: Request, number: int) -> HttpResponse:
    """The ticket with its clocks, its conversation and, for the house, every verb."""
    return render(request, "tickets/ticket.html", context(request, ticket_of(request, number)))


def shown_again(request: Request, ticket: Ticket, form: VerbForm) -> HttpResponse:
    """The page with what was typed, and the error beside its field."""
    return render(request, "tickets/ticket.html", context(request, ticket, form), status=INVALID)


def done(request: Request, ticket: Ticket, sentence: str) -> HttpResponse:
    """Back to the ticket, which says what was done."""
    messages.success(request, sentence)
    return redirect("ticket", ticket.number)


def context(request: Request, ticket: Ticket, typed: VerbForm | None = None) -> dict[str, Any]:
    """What everybody who sees the ticket reads; the house also gets its tools."""
    works = allows(request.user, Permission.NOTE_VIEW)
    prefetch_related_objects([ticket], "clocks__calendar", "pauses", "escalations")
    pauses = list(ticket.pauses.all())
    return {
        "ticket": ticket,
        "status": Status(ticket.status),
        "works": works,
        "clocks": [explained(reading, pauses, of_house=works) for reading in readings(ticket, request.now)],
        "escalate": EscalateForm(auto_id="escalate-%s"),
        "rule": request_rule(ticket, request.now),
        "conversation": conversation(ticket, request.user),
        **(_tools(request, ticket, typed) if works else {}),
    }


def _tools(request: Request, ticket: Ticket, typed: VerbForm | None) -> dict[str, Any]:
    offered = offers(ticket, request.user, typed)
    return {
        "offers": offered,
        "actions": chosen(offered, BESIDE_TITLE),
        "menu": chosen(offered, IN_MENU),
        "said": chosen(offered, ("reply", "note", "call")),
        "saying": typed.verb if typed and typed.verb in ("reply", "note", "call") else "reply",
        "properties": properties(ticket, offered),
        "client": client_card(ticket),
        "time": time_spent(ticket),
        "ladder": ladder_of(ticket, request.now),
        "links": linked(ticket),
    }
