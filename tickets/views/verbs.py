"""One verb, one view: load, validate, call the action, answer."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tickets import forms
from tickets.actions.cancel import cancel_ticket
from tickets.actions.close import close_ticket
from tickets.actions.reopen import reopen_ticket
from tickets.actions.resolve import resolve_ticket
from tickets.actions.resume import resume_ticket
from tickets.actions.schedule import schedule_ticket
from tickets.actions.take import take_ticket
from tickets.actions.wait import wait_for
from tickets.views.request import Request, ticket_of
from tickets.views.ticket import done, shown_again


@require_POST
def take(request: Request, number: int) -> HttpResponse:
    ticket = take_ticket(ticket=ticket_of(request, number), by=request.user, at=request.now)
    return done(request, ticket, _("This ticket is yours."))


@require_POST
def wait(request: Request, number: int) -> HttpResponse:
    ticket = ticket_of(request, number)
    form = forms.WaitForm(request.POST, ticket=ticket, by=request.user)
    if not form.is_valid():
        return shown_again(request, ticket, form)
    ticket = wait_for(ticket=ticket, **form.cleaned_data, by=request.user, at=request.now)
    return done(request, ticket, ticket.get_status_display() + ".")


@require_POST
def resume(request: Request, number: int) -> HttpResponse:
    ticket = resume_ticket(ticket=ticket_of(request, number), by=request.user, at=request.now)
    return done(request, ticket, _("The work goes on."))


@require_POST
def schedule(request: Request, number: int) -> HttpResponse:
    ticket = schedule_ticket(ticket=ticket_of(request, number), by=request.user, at=request.now)
    return done(request, ticket, _("The ticket is scheduled. Its clocks run on."))


@require_POST
def resolve(request: Request, number: int) -> HttpResponse:
    ticket = ticket_of(request, number)
    form = forms.ResolveForm(request.POST, ticket=ticket, by=request.user)
    if not form.is_valid():
        return shown_again(request, ticket, form)
    resolve_ticket(ticket=ticket, **form.cleaned_data, by=request.user, at=request.now)
    return done(request, ticket, _("The ticket is resolved. The requester is told the solution."))


@require_POST
def close(request: Request, number: int) -> HttpResponse:
    ticket = close_ticket(ticket=ticket_of(request, number), by=request.user, at=request.now)
    return done(request, ticket, _("The ticket is closed."))


@require_POST
def reopen(request: Request, number: int) -> HttpResponse:
    ticket = ticket_of(request, number)
    form = forms.ReopenForm(request.POST, ticket=ticket, by=request.user)
    if not form.is_valid():
        return shown_again(request, ticket, form)
    reopen_ticket(ticket=ticket, **form.cleaned_data, by=request.user, at=request.now)
    return done(request, ticket, _("The ticket is open again."))


@require_POST
def cancel(request: Request, number: int) -> HttpResponse:
    ticket = ticket_of(request, number)
    form = forms.CancelForm(request.POST, ticket=ticket, by=request.user)
    if not form.is_valid():
        return shown_again(request, ticket, form)
    cancel_ticket(ticket=ticket, **form.cleaned_data, by=request.user, at=request.now)
    return done(request, ticket, _("The ticket is cancelled."))
