"""Ask for an escalation."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from escalation.actions.escalate import escalate_ticket
from escalation.queries import callers_of
from tickets.models import Contact, Ticket
from tickets.views.request import Request, ticket_of


@require_POST
def ticket_escalate(request: Request, number: int) -> HttpResponse:
    """Tell the next level of this ticket, why, and in whose name."""
    ticket = ticket_of(request, number)
    escalation = escalate_ticket(
        ticket=ticket,
        reason=request.POST.get("reason", ""),
        asked_by=_caller(request, ticket),
        by=request.user,
        at=request.now,
    )
    messages.success(request, _("%(name)s was told.") % {"name": escalation.name})
    return redirect("ticket", number)


def _caller(request: Request, ticket: Ticket) -> Contact | None:
    """Who called about it; None where nobody did. Whoever is no contact of this client does not exist."""
    chosen = request.POST.get("asked_by", "")
    if not chosen:
        return None
    for caller in callers_of(ticket):
        if str(caller.pk) == chosen:
            return caller
    raise Http404
