"""Who else is on a ticket, and whether it changed since it was read."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_POST

from tickets.permissions import Permission, require, visible_tickets
from tickets.presence import Doing, meet
from tickets.views.request import Request


@require_POST
def presence(request: Request, number: int) -> HttpResponse:
    """An open page says what its reader does, and which version it shows; it hears who else is there."""
    ticket = get_object_or_404(visible_tickets(request.user).only("version"), pk=number)
    require(request.user, Permission.NOTE_VIEW)
    said = request.POST.get("doing", "")
    doing = Doing(said) if said in Doing.values else Doing.LOOKS
    has_changed = str(ticket.version) != request.POST.get("version", "")
    context = {
        "ticket": ticket,
        "people": meet(ticket, request.user, doing),
        "last": ticket.events.select_related("by").last() if has_changed else None,
        "has_changed": has_changed,
    }
    return render(request, "tickets/presence.html", context)
