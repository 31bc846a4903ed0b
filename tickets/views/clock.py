"""The explanation of one deadline, on a page of its own."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tickets.permissions import Permission, allows
from tickets.presentation.meters import explained
from tickets.readings import readings
from tickets.views.request import Request, ticket_of


@require_safe
def clock_explanation(request: Request, number: int, metric: str) -> HttpResponse:
    """How the deadline of the latest cycle of a metric came about, line by line."""
    ticket = ticket_of(request, number)
    reading = next((found for found in readings(ticket, request.now) if found.metric == metric), None)
    if reading is None:
        raise Http404
    of_house = allows(request.user, Permission.NOTE_VIEW)
    clock = explained(reading, list(ticket.pauses.all()), of_house=of_house)
    return render(request, "tickets/clock.html", {"ticket": ticket, "clock": clock})
