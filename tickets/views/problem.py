"""A problem or a known incident, and everybody whom it affects."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tickets import forms
from tickets.actions import problem as actions
from tickets.actions.announce import announce_incident, unannounce_incident
from tickets.models import Ticket
from tickets.permissions import Permission
from tickets.views.request import Request, ticket_for
from tickets.views.ticket import done, shown_again


@require_POST
def announce(request: Request, number: int) -> HttpResponse:
    ticket = ticket_for(request, number, Permission.TICKET_ANNOUNCE)
    announce_incident(ticket=ticket, by=request.user, at=request.now)
    return done(request, ticket, _("This is a known incident now: whoever takes a call about it sees it."))


@require_POST
def unannounce(request: Request, number: int) -> HttpResponse:
    ticket = ticket_for(request, number, Permission.TICKET_ANNOUNCE)
    unannounce_incident(ticket=ticket, by=request.user, at=request.now)
    return done(request, ticket, _("The announcement is over."))


@require_POST
def problem(request: Request, number: int) -> HttpResponse:
    ticket = ticket_for(request, number, Permission.TICKET_OPEN)
    form = forms.ProblemForm(request.POST, ticket=ticket, by=request.user)
    if not form.is_valid():
        return shown_again(request, ticket, form)
    opened = actions.open_problem(ticket=ticket, **form.cleaned_data, by=request.user, at=request.now)
    return done(request, opened, _("Problem %(number)s is open.") % {"number": opened.number})


@require_POST
def reply_all(request: Request, number: int) -> HttpResponse:
    ticket = ticket_for(request, number, Permission.TICKET_ANNOUNCE)
    form = forms.ReplyAllForm(request.POST, ticket=ticket, by=request.user)
    if not form.is_valid():
        return shown_again(request, ticket, form)
    results = actions.reply_to_all(ticket=ticket, **form.cleaned_data, by=request.user, at=request.now)
    return told(request, ticket, results, _("The message is on its way."))


@require_POST
def resolve_all(request: Request, number: int) -> HttpResponse:
    ticket = ticket_for(request, number, Permission.TICKET_ANNOUNCE)
    form = forms.ResolveAllForm(request.POST, ticket=ticket, by=request.user)
    if not form.is_valid():
        return shown_again(request, ticket, form)
    results = actions.resolve_all(ticket=ticket, **form.cleaned_data, by=request.user, at=request.now)
    return told(request, ticket, results, _("Everything is resolved."))


def told(request: Request, ticket: Ticket, results: list[actions.Result], sentence: str) -> HttpResponse:
    """What became of each ticket, on a page of its own: where one refused, it says why."""
    if not any(result.refused for result in results):
        messages.success(request, sentence)
    return render(request, "tickets/results.html", {"ticket": ticket, "results": results})
