"""How a ticket stands to others."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tickets import forms
from tickets.actions.link import link_tickets, unlink_tickets
from tickets.actions.merge import merge_ticket
from tickets.actions.split import split_ticket
from tickets.permissions import Permission
from tickets.presentation.merging import candidates, merging
from tickets.views.request import Request, ticket_for
from tickets.views.ticket import done, shown_again


@require_safe
def merge_preview(request: Request, number: int) -> HttpResponse:
    """What a merge would do, before it is done; without a number, the question into which."""
    ticket = ticket_for(request, number, Permission.TICKET_MERGE)
    form = forms.MergeForm(request.GET if "into" in request.GET else None, ticket=ticket, by=request.user)
    into = form.cleaned_data["into"] if form.is_valid() else None
    context = {"ticket": ticket, "form": form, "preview": merging(ticket, into, request.user, request.now)}
    return render(request, "tickets/merge.html", context)


@require_POST
def merge(request: Request, number: int) -> HttpResponse:
    ticket = ticket_for(request, number, Permission.TICKET_MERGE)
    form = forms.MergeForm(request.POST, ticket=ticket, by=request.user)
    if not form.is_valid():
        return shown_again(request, ticket, form)
    merge_ticket(ticket=ticket, **form.cleaned_data, by=request.user, at=request.now)
    return done(request, ticket, _("Merged into ticket %s.") % form.cleaned_data["into"].number)


@require_safe
def link_candidates(request: Request, number: int) -> HttpResponse:
    """The tickets that what is typed may mean, for the list under the field."""
    ticket = ticket_for(request, number, Permission.TICKET_LINK)
    typed = request.GET.get("other", request.GET.get("into", ""))
    return render(request, "tickets/candidates.html", {"tickets": candidates(ticket, typed, request.user)})


@require_POST
def link(request: Request, number: int) -> HttpResponse:
    ticket = ticket_for(request, number, Permission.TICKET_LINK)
    form = forms.LinkForm(request.POST, ticket=ticket, by=request.user)
    if not form.is_valid():
        return shown_again(request, ticket, form)
    link_tickets(ticket=ticket, **form.cleaned_data, by=request.user, at=request.now)
    return done(request, ticket, _("Linked to ticket %s.") % form.cleaned_data["other"].number)


@require_POST
def unlink(request: Request, number: int) -> HttpResponse:
    ticket = ticket_for(request, number, Permission.TICKET_LINK)
    form = forms.UnlinkForm(request.POST, ticket=ticket, by=request.user)
    if not form.is_valid():
        return done(request, ticket, _("This link was taken away already."))
    unlink_tickets(**form.cleaned_data, by=request.user, at=request.now)
    return done(request, ticket, _("The link is taken away."))


@require_POST
def split(request: Request, number: int) -> HttpResponse:
    ticket = ticket_for(request, number, Permission.TICKET_OPEN)
    form = forms.SplitForm(request.POST, ticket=ticket, by=request.user)
    if not form.is_valid():
        return shown_again(request, ticket, form)
    part = split_ticket(ticket=ticket, **form.cleaned_data, by=request.user, at=request.now)
    return done(request, ticket, _("Ticket %s is split off, with clocks of its own.") % part.number)
