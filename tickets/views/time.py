"""The time of those who work on a ticket: by the timer, or by hand."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from tickets import forms
from tickets.actions import time as actions
from tickets.actions import timer
from tickets.models import TimeEntry
from tickets.permissions import Permission
from tickets.views.request import Request, ticket_for
from tickets.views.ticket import done, shown_again


@require_POST
def time(request: Request, number: int) -> HttpResponse:
    ticket = ticket_for(request, number, Permission.TICKET_LOG_TIME)
    form = forms.TimeForm(request.POST, ticket=ticket, by=request.user)
    if not form.is_valid():
        return shown_again(request, ticket, form)
    actions.log_time(ticket=ticket, **form.cleaned_data, by=request.user, at=request.now)
    return done(request, ticket, _logged(form.cleaned_data["minutes"]))


@require_POST
def correct_time(request: Request, number: int) -> HttpResponse:
    ticket = ticket_for(request, number, Permission.TICKET_LOG_TIME)
    form = forms.CorrectTimeForm(request.POST, ticket=ticket, by=request.user)
    if not form.is_valid():
        return shown_again(request, ticket, form)
    actions.correct_time(**form.cleaned_data, by=request.user, at=request.now)
    return done(request, ticket, _("The time is corrected."))


@require_POST
def timer_start(request: Request, number: int) -> HttpResponse:
    ticket = ticket_for(request, number, Permission.TICKET_LOG_TIME)
    logged = timer.start_timer(ticket=ticket, by=request.user, at=request.now)
    return done(request, ticket, _took_over(logged) if logged else _("The timer runs."))


@require_POST
def timer_stop(request: Request, number: int) -> HttpResponse:
    ticket = ticket_for(request, number, Permission.TICKET_LOG_TIME)
    form = forms.TimerStopForm(request.POST, ticket=ticket, by=request.user)
    if not form.is_valid():
        return shown_again(request, ticket, form)
    timer.stop_timer(ticket=ticket, **form.cleaned_data, by=request.user, at=request.now)
    return done(request, ticket, _logged(form.cleaned_data["minutes"]))


@require_POST
def timer_drop(request: Request, number: int) -> HttpResponse:
    ticket = ticket_for(request, number, Permission.TICKET_LOG_TIME)
    timer.drop_timer(ticket=ticket, by=request.user, at=request.now)
    return done(request, ticket, _("The timer is gone, and nothing was logged."))


def _took_over(entry: TimeEntry) -> SafeString:
    """What was logged where the timer ran before, and the way to correct it."""
    words = ngettext(
        "The timer runs. On ticket %(number)s %(minutes)s minute is logged:",
        "The timer runs. On ticket %(number)s %(minutes)s minutes are logged:",
        entry.minutes,
    ) % {"number": entry.ticket_id, "minutes": entry.minutes}
    correct = f"{reverse('ticket', args=[entry.ticket_id])}?edit=correct_time&entry={entry.pk}"
    return format_html('{} <a href="{}">{}</a>', words, correct, _("correct it"))


def _logged(minutes: int) -> str:
    logged = ngettext("%(minutes)s minute is logged.", "%(minutes)s minutes are logged.", minutes)
    return logged % {"minutes": minutes}
