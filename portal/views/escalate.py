"""A client asks for an escalation."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from escalation.actions.escalate import escalate_ticket
from tickets.views.request import Request, ticket_of


@require_POST
def escalate(request: Request, number: int) -> HttpResponse:
    """Tell the level whose time has come, and why."""
    ticket = ticket_of(request, number)
    reason = request.POST.get("reason", "")
    escalation = escalate_ticket(ticket=ticket, reason=reason, by=request.user, at=request.now)
    messages.success(request, _("%(name)s was told.") % {"name": escalation.name})
    return redirect("portal_ticket", number)
