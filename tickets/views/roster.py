"""The roster: who is on duty, when, and who is absent."""

from __future__ import annotations

import datetime as dt
import re

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from tickets.actions.absence import add_absence, remove_absence
from tickets.actions.roster import absences_within, add_duty, remove_duty
from tickets.forms.roster import AbsenceForm, DutyForm
from tickets.models import Absence, Duty
from tickets.permissions import Permission, allows, require
from tickets.roster import days_of_week, hand_overs, roster_of
from tickets.views.request import Request

_WEEK = re.compile(r"(20\d\d)-W(0[1-9]|[1-4]\d|5[0-3])$")


@require_GET
def roster(request: Request) -> HttpResponse:
    """A week of every queue: `?week=2026-W43`, without it this one."""
    return _page(request, DutyForm(at=request.now), AbsenceForm(by=request.user))


@require_POST
def duty_add(request: Request) -> HttpResponse:
    require(request.user, Permission.ROSTER_EDIT)
    form = DutyForm(request.POST, at=request.now)
    if not form.is_valid():
        return _page(request, form, AbsenceForm(by=request.user))
    duties = add_duty(**form.cleaned_data, by=request.user, at=request.now)
    said = ngettext("%(name)s is on call.", "%(name)s is on call %(count)s times.", len(duties))
    messages.success(request, said % {"name": duties[0].technician, "count": len(duties)})
    for absence in absences_within(duties):
        told = {"name": absence.user, "from": _words(absence.from_at), "until": _words(absence.until_at)}
        messages.warning(request, _("%(name)s is absent from %(from)s until %(until)s: nobody would answer.") % told)
    return redirect(_week_url(duties[0].from_at))


@require_POST
def duty_remove(request: Request, pk: int) -> HttpResponse:
    require(request.user, Permission.ROSTER_EDIT)
    duty = get_object_or_404(Duty.objects.select_related("technician"), pk=pk)
    cut = remove_duty(duty=duty, by=request.user, at=request.now)
    said = _("The duty of %(name)s ends now.") if cut else _("The duty of %(name)s is gone from the roster.")
    messages.success(request, said % {"name": duty.technician})
    return redirect(_week_url(duty.from_at))


@require_POST
def roster_absence_add(request: Request) -> HttpResponse:
    require(request.user, Permission.ROSTER_VIEW)
    form = AbsenceForm(request.POST, by=request.user)
    if not form.is_valid():
        return _page(request, DutyForm(at=request.now), form)
    absence = add_absence(**form.cleaned_data, by=request.user, at=request.now)
    messages.success(request, _("%(name)s is not asked in that time.") % {"name": absence.user})
    return redirect(_week_url(absence.from_at))


@require_POST
def roster_absence_remove(request: Request, pk: int) -> HttpResponse:
    require(request.user, Permission.ROSTER_VIEW)
    absence = get_object_or_404(Absence.objects.select_related("user"), pk=pk)
    cut = remove_absence(absence=absence, by=request.user, at=request.now)
    said = _("The absence of %(name)s ends now.") if cut else _("The absence of %(name)s is taken away.")
    messages.success(request, said % {"name": absence.user})
    return redirect(_week_url(absence.from_at))


def _page(request: Request, duty_form: DutyForm, absence_form: AbsenceForm) -> HttpResponse:
    require(request.user, Permission.ROSTER_VIEW)
    today = timezone.localtime(request.now).date()
    monday = _monday(request.GET.get("week", ""), today)
    days = days_of_week(monday, timezone.get_current_timezone())
    context = {
        "days": days,
        "today": today,
        "queues": roster_of(days, request.now),
        "hand_overs": hand_overs(days, request.now),
        "duty_form": duty_form,
        "absence_form": absence_form,
        "may_edit": allows(request.user, Permission.ROSTER_EDIT),
        "earlier_url": _url_of(monday - dt.timedelta(weeks=1)),
        "later_url": _url_of(monday + dt.timedelta(weeks=1)),
    }
    return render(request, "roster/roster.html", context)


def _monday(week: str, today: dt.date) -> dt.date:
    """The Monday of a week as ISO 8601 names it; of this one where the name is none."""
    named = _WEEK.match(week)
    if named and int(named[2]) <= dt.date(int(named[1]), 12, 28).isocalendar().week:
        return dt.date.fromisocalendar(int(named[1]), int(named[2]), 1)
    return today - dt.timedelta(days=today.weekday())


def _week_url(at: dt.datetime) -> str:
    return _url_of(timezone.localtime(at).date())


def _url_of(date: dt.date) -> str:
    year, week, _weekday = date.isocalendar()
    return f"{reverse('roster')}?week={year}-W{week:02}"


def _words(at: dt.datetime) -> str:
    return date_format(timezone.localtime(at), "SHORT_DATETIME_FORMAT")
