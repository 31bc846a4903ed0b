"""The values of a ticket: each is changed by its verb, and none is overwritten unseen."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tickets import forms
from tickets.actions.account import change_account as move_account
from tickets.actions.assign import assign_ticket
from tickets.actions.guarantee import guarantee_repair
from tickets.actions.prioritize import change_priority
from tickets.actions.reclassify import reclassify_ticket
from tickets.actions.reword import reword_ticket
from tickets.actions.route import route_ticket
from tickets.permissions import Permission
from tickets.views.request import Request, ticket_for
from tickets.views.ticket import done, shown_again


@require_POST
def assign(request: Request, number: int) -> HttpResponse:
    ticket = ticket_for(request, number, Permission.TICKET_ASSIGN)
    form = forms.AssignForm(request.POST, ticket=ticket, by=request.user)
    if not form.is_valid():
        return shown_again(request, ticket, form)
    assign_ticket(ticket=ticket, **form.cleaned_data, seen=form.seen, by=request.user, at=request.now)
    return done(request, ticket, _("Given to %(technician)s.") % form.cleaned_data)


@require_POST
def route(request: Request, number: int) -> HttpResponse:
    ticket = ticket_for(request, number, Permission.TICKET_ROUTE)
    form = forms.RouteForm(request.POST, ticket=ticket, by=request.user)
    if not form.is_valid():
        return shown_again(request, ticket, form)
    ticket = route_ticket(ticket=ticket, **form.cleaned_data, seen=form.seen, by=request.user, at=request.now)
    return done(request, ticket, _("Moved to %(queue)s.") % form.cleaned_data)


@require_POST
def prioritize(request: Request, number: int) -> HttpResponse:
    ticket = ticket_for(request, number, Permission.TICKET_PRIORITIZE)
    form = forms.PrioritizeForm(request.POST, ticket=ticket, by=request.user)
    if not form.is_valid():
        return shown_again(request, ticket, form)
    ticket = change_priority(ticket=ticket, **form.cleaned_data, seen=form.seen, by=request.user, at=request.now)
    return done(request, ticket, _("The priority is now: %s.") % ticket.get_priority_display())


@require_POST
def reclassify(request: Request, number: int) -> HttpResponse:
    ticket = ticket_for(request, number, Permission.TICKET_RECLASSIFY)
    form = forms.ReclassifyForm(request.POST, ticket=ticket, by=request.user)
    if not form.is_valid():
        return shown_again(request, ticket, form)
    reclassify_ticket(ticket=ticket, **form.cleaned_data, seen=form.seen, by=request.user, at=request.now)
    return done(request, ticket, _("The ticket is reclassified."))


@require_POST
def guarantee(request: Request, number: int) -> HttpResponse:
    ticket = ticket_for(request, number, Permission.TICKET_RECLASSIFY)
    form = forms.GuaranteeForm(request.POST, ticket=ticket, by=request.user)
    if not form.is_valid():
        return shown_again(request, ticket, form)
    guarantee_repair(ticket=ticket, **form.cleaned_data, seen=form.seen, by=request.user, at=request.now)
    return done(request, ticket, _("The deadlines are planned for this line."))


@require_POST
def reword(request: Request, number: int) -> HttpResponse:
    ticket = ticket_for(request, number, Permission.TICKET_REWORD)
    form = forms.RewordForm(request.POST, ticket=ticket, by=request.user)
    if not form.is_valid():
        return shown_again(request, ticket, form)
    reword_ticket(ticket=ticket, **form.cleaned_data, seen=form.seen, by=request.user, at=request.now)
    return done(request, ticket, _("The words are changed."))


@require_POST
def change_account(request: Request, number: int) -> HttpResponse:
    ticket = ticket_for(request, number, Permission.TICKET_RECLASSIFY)
    form = forms.ChangeAccountForm(request.POST, ticket=ticket, by=request.user)
    if not form.is_valid():
        return shown_again(request, ticket, form)
    move_account(ticket=ticket, **form.cleaned_data, seen=form.seen, by=request.user, at=request.now)
    return done(request, ticket, _("This is a ticket of %(account)s.") % form.cleaned_data)
