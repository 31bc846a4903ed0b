"""A client asks for an escalation."""

from __future__ import annotations

from functools import partial

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from escalation.actions.escalate import escalate_ticket
from escalation.forms import EscalateForm
from escalation.queries import request_rule
from portal.forms import SayForm
from portal.presentation.escalation import escalation_panel
from portal.refusals import carried_out
from portal.views.ticket import INVALID, shown_again
from tickets.models import Ticket
from tickets.views.request import Request, ticket_of


@require_POST
def escalate(request: Request, number: int) -> HttpResponse:
    """Tell the level whose time has come, and why; the page then says who was told, and when they take it up."""
    ticket = ticket_of(request, number)
    form = EscalateForm(request.POST, auto_id="escalate-%s")
    who = ", ".join(request_rule(ticket, request.now).who)
    if not form.is_valid():
        return _shown_again(request, ticket, form, status=INVALID)
    asked = {"ticket": ticket, "reason": form.cleaned_data["reason"], "by": request.user, "at": request.now}
    if not carried_out(form, partial(escalate_ticket, **asked)):
        return _shown_again(request, ticket_of(request, number), form, status=409)
    told = _("%(who)s was told, and has to acknowledge it. You will see it here, and be told by mail.")
    messages.success(request, told % {"who": who})
    return redirect("portal_ticket", number)


def _shown_again(request: Request, ticket: Ticket, form: EscalateForm, *, status: int) -> HttpResponse:
    panel = escalation_panel(ticket, request.user, request.now, typed=form)
    return shown_again(request, ticket, SayForm(auto_id="say-%s"), "escalate", status=status, panel=panel)
