"""One verb, one view: load, validate, call the action, answer."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from tickets import forms
from tickets.actions.assign import assign_ticket
from tickets.actions.call import log_call
from tickets.actions.cancel import cancel_ticket
from tickets.actions.close import close_ticket
from tickets.actions.link import link_tickets
from tickets.actions.merge import merge_ticket
from tickets.actions.note import add_note
from tickets.actions.prioritize import change_priority
from tickets.actions.reclassify import reclassify_ticket
from tickets.actions.reopen import reopen_ticket
from tickets.actions.reply import reply_and_wait, reply_to_ticket
from tickets.actions.resolve import resolve_ticket
from tickets.actions.resume import resume_ticket
from tickets.actions.route import route_ticket
from tickets.actions.schedule import schedule_ticket
from tickets.actions.take import take_ticket
from tickets.actions.time import log_time
from tickets.actions.wait import wait_for
from tickets.views.request import Request, ticket_of
from tickets.views.ticket import done, shown_again


@require_POST
def assign(request: Request, number: int) -> HttpResponse:
    ticket = ticket_of(request, number)
    form = forms.AssignForm(request.POST, ticket=ticket, by=request.user)
    if not form.is_valid():
        return shown_again(request, ticket, form)
    assign_ticket(ticket=ticket, **form.cleaned_data, by=request.user, at=request.now)
    return done(request, ticket, _("Given to %(technician)s.") % form.cleaned_data)


@require_POST
def take(request: Request, number: int) -> HttpResponse:
    ticket = take_ticket(ticket=ticket_of(request, number), by=request.user, at=request.now)
    return done(request, ticket, _("This ticket is yours."))


@require_POST
def route(request: Request, number: int) -> HttpResponse:
    ticket = ticket_of(request, number)
    form = forms.RouteForm(request.POST, ticket=ticket, by=request.user)
    if not form.is_valid():
        return shown_again(request, ticket, form)
    ticket = route_ticket(ticket=ticket, **form.cleaned_data, by=request.user, at=request.now)
    return done(request, ticket, _("Moved to %(queue)s.") % form.cleaned_data)


@require_POST
def reply(request: Request, number: int) -> HttpResponse:
    ticket = ticket_of(request, number)
    form = forms.ReplyForm(request.POST, request.FILES, ticket=ticket, by=request.user)
    if not form.is_valid():
        return shown_again(request, ticket, form)
    answer = reply_and_wait if form.waits else reply_to_ticket
    answer(ticket=ticket, **form.arguments(), by=request.user, at=request.now)
    return done(request, ticket, _("The reply is on its way."))


@require_POST
def note(request: Request, number: int) -> HttpResponse:
    ticket = ticket_of(request, number)
    form = forms.NoteForm(request.POST, request.FILES, ticket=ticket, by=request.user)
    if not form.is_valid():
        return shown_again(request, ticket, form)
    add_note(ticket=ticket, **form.cleaned_data, by=request.user, at=request.now)
    return done(request, ticket, _("The note is written."))


@require_POST
def call(request: Request, number: int) -> HttpResponse:
    ticket = ticket_of(request, number)
    form = forms.CallForm(request.POST, ticket=ticket, by=request.user)
    if not form.is_valid():
        return shown_again(request, ticket, form)
    log_call(ticket=ticket, **form.arguments(), by=request.user, at=request.now)
    return done(request, ticket, _("The call is written down."))


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
def prioritize(request: Request, number: int) -> HttpResponse:
    ticket = ticket_of(request, number)
    form = forms.PrioritizeForm(request.POST, ticket=ticket, by=request.user)
    if not form.is_valid():
        return shown_again(request, ticket, form)
    ticket = change_priority(ticket=ticket, **form.cleaned_data, by=request.user, at=request.now)
    return done(request, ticket, _("The priority is now: %s.") % ticket.get_priority_display())


@require_POST
def reclassify(request: Request, number: int) -> HttpResponse:
    ticket = ticket_of(request, number)
    form = forms.ReclassifyForm(request.POST, ticket=ticket, by=request.user)
    if not form.is_valid():
        return shown_again(request, ticket, form)
    reclassify_ticket(ticket=ticket, **form.cleaned_data, by=request.user, at=request.now)
    return done(request, ticket, _("The ticket is reclassified."))


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


@require_POST
def merge(request: Request, number: int) -> HttpResponse:
    ticket = ticket_of(request, number)
    form = forms.MergeForm(request.POST, ticket=ticket, by=request.user)
    if not form.is_valid():
        return shown_again(request, ticket, form)
    merge_ticket(ticket=ticket, **form.cleaned_data, by=request.user, at=request.now)
    return done(request, ticket, _("Merged into ticket %s.") % form.cleaned_data["into"].number)


@require_POST
def link(request: Request, number: int) -> HttpResponse:
    ticket = ticket_of(request, number)
    form = forms.LinkForm(request.POST, ticket=ticket, by=request.user)
    if not form.is_valid():
        return shown_again(request, ticket, form)
    link_tickets(ticket=ticket, **form.cleaned_data, by=request.user, at=request.now)
    return done(request, ticket, _("Linked to ticket %s.") % form.cleaned_data["other"].number)


@require_POST
def time(request: Request, number: int) -> HttpResponse:
    ticket = ticket_of(request, number)
    form = forms.TimeForm(request.POST, ticket=ticket, by=request.user)
    if not form.is_valid():
        return shown_again(request, ticket, form)
    log_time(ticket=ticket, **form.cleaned_data, by=request.user, at=request.now)
    minutes = form.cleaned_data["minutes"]
    logged = ngettext("%(minutes)s minute is logged.", "%(minutes)s minutes are logged.", minutes)
    return done(request, ticket, logged % {"minutes": minutes})
