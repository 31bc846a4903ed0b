"""Acknowledge an escalation."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from escalation.actions.acknowledge import acknowledge_escalation
from escalation.queries import escalations_of_house
from tickets.views.request import Request


@require_POST
def escalation_acknowledge(request: Request, pk: int) -> HttpResponse:
    """Say that somebody sees to it, and go back to where one was: the list or the ticket."""
    escalation = get_object_or_404(escalations_of_house(request.user), pk=pk)
    acknowledge_escalation(escalation=escalation, by=request.user, at=request.now)
    messages.success(request, _("Acknowledged: %(ticket)s.") % {"ticket": escalation.ticket})
    back = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(back, {request.get_host()}):
        return redirect(back)
    return redirect("escalation_list")
