"""What a client does to a ticket: answers, closes, reopens, cancels."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django_htmx.http import HttpResponseClientRedirect

from portal.forms import SayForm
from portal.refusals import carried_out
from portal.views.ticket import shown_again
from tickets.actions.cancel import cancel_ticket
from tickets.actions.confirm import confirm_solved
from tickets.actions.reopen import reopen_ticket
from tickets.actions.reply import reply_to_ticket
from tickets.models import Ticket
from tickets.views.request import Request, ticket_of


@require_POST
def reply(request: Request, number: int) -> HttpResponse:
    """A word more, with files; what waited for it goes on."""

    def answer(ticket: Ticket, form: SayForm) -> str:
        reply_to_ticket(ticket=ticket, **form.said(), by=request.user, at=request.now)
        return _("We have your answer.")

    return _done(request, number, "reply", answer)


@require_POST
def close(request: Request, number: int) -> HttpResponse:
    """It is solved, thank you."""

    def confirm(ticket: Ticket, form: SayForm) -> str:
        confirm_solved(ticket=ticket, **form.said(), by=request.user, at=request.now)
        return _("The ticket is closed. Thank you.")

    return _done(request, number, "close", confirm)


@require_POST
def reopen(request: Request, number: int) -> HttpResponse:
    """It still does not work: within the window of the contract."""

    def again(ticket: Ticket, form: SayForm) -> str:
        said = form.said()
        reopen_ticket(
            ticket=ticket,
            reason=said["body"],
            attachments=said["attachments"],
            by=request.user,
            at=request.now,
        )
        return _("The ticket is open again: we go on.")

    return _done(request, number, "reopen", again)


@require_POST
def cancel(request: Request, number: int) -> HttpResponse:
    """It is not needed any more."""

    def drop(ticket: Ticket, form: SayForm) -> str:
        cancel_ticket(ticket=ticket, reason=form.cleaned_data["body"], by=request.user, at=request.now)
        return _("The ticket is cancelled: we stop here.")

    return _done(request, number, "cancel", drop)


def _done(request: Request, number: int, verb: str, act: Callable[[Ticket, SayForm], str]) -> HttpResponse:
    """Back to the ticket, which says what was done; or what was typed again, and why it was refused."""
    ticket = ticket_of(request, number)
    form = SayForm(request.POST, request.FILES, auto_id="say-%s")
    if not form.is_valid():
        return shown_again(request, ticket, form, verb)
    sentence = carried_out(form, lambda: act(ticket, form))
    if sentence is None:
        return shown_again(request, ticket_of(request, number), form, verb, status=409)
    messages.success(request, sentence, extra_tags=verb)
    place = reverse("portal_ticket", args=[number])
    return HttpResponseClientRedirect(place) if request.htmx else redirect(place)  # type: ignore[attr-defined]
