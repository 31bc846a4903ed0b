"""Who else is told of a ticket: watchers of the house, and copies to others."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tickets import forms
from tickets.actions.copy import copy_to, stop_copying
from tickets.actions.watch import unwatch_ticket, watch_ticket
from tickets.permissions import Permission
from tickets.views.request import Request, ticket_for
from tickets.views.ticket import done, shown_again


@require_POST
def watch(request: Request, number: int) -> HttpResponse:
    ticket = ticket_for(request, number, Permission.TICKET_WATCH)
    form = forms.WatchForm(request.POST, ticket=ticket, by=request.user)
    if not form.is_valid():
        return shown_again(request, ticket, form)
    watch_ticket(ticket=ticket, **form.cleaned_data, by=request.user, at=request.now)
    return done(request, ticket, _("%(person)s watches this ticket.") % form.cleaned_data)


@require_POST
def unwatch(request: Request, number: int) -> HttpResponse:
    ticket = ticket_for(request, number, Permission.TICKET_WATCH)
    form = forms.WatchForm(request.POST, ticket=ticket, by=request.user)
    if not form.is_valid():
        return shown_again(request, ticket, form)
    unwatch_ticket(ticket=ticket, **form.cleaned_data, by=request.user, at=request.now)
    return done(request, ticket, _("%(person)s does not watch this ticket any more.") % form.cleaned_data)


@require_POST
def copy(request: Request, number: int) -> HttpResponse:
    """One more address gets copies, or (`remove`) one less."""
    ticket = ticket_for(request, number, Permission.TICKET_REPLY)
    leaving = forms.StopCopyingForm(request.POST, ticket=ticket, by=request.user)
    if leaving.is_valid():
        stop_copying(ticket=ticket, copy=leaving.cleaned_data["remove"], by=request.user, at=request.now)
        return done(request, ticket, _("%s gets no copies any more.") % leaving.cleaned_data["remove"].email)
    form = forms.CopyForm(request.POST, ticket=ticket, by=request.user)
    if not form.carry_out(copy_to, at=request.now):
        return shown_again(request, ticket, form)
    return done(request, ticket, _("%(email)s gets a copy of every reply from now on.") % form.cleaned_data)
