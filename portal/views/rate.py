"""A client says how the work was."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tickets.actions.rate import rate_ticket
from tickets.forms.rating import RatingForm
from tickets.refusal import ActionRefused
from tickets.views.request import Request, ticket_of


@require_POST
def rate(request: Request, number: int) -> HttpResponse:
    """One click, and a comment if they like."""
    ticket = ticket_of(request, number)
    form = RatingForm(request.POST)
    if not form.is_valid():
        raise ActionRefused(" ".join(str(error) for errors in form.errors.values() for error in errors))
    rate_ticket(ticket=ticket, **form.said(), by=request.user, at=request.now)
    messages.success(request, _("Thank you: we have your answer."))
    return redirect("portal_ticket", number)
