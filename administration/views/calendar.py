"""Calendars: the list, and one calendar as a painted week with its year."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from administration.actions.calendar import copy_calendar, create_calendar, remove_calendar
from administration.choices import Area
from administration.forms.calendar import SUBDIVISIONS, CalendarSheet
from administration.forms.trial import HoursTrialForm
from administration.impact import impact_on_calendar
from administration.presentation.trial import try_hours
from administration.presentation.year import year_of
from administration.queries import calendars_in_use, use_of_calendar
from administration.values.calendar import NEW
from administration.views.edit import EditPage, edit_setting, new_setting
from administration.views.frame import for_administrators, settings_page
from sla.models import Calendar
from tickets.views.request import Request


@for_administrators
def calendar_list(request: Request) -> HttpResponse:
    """Every calendar with its hours in words, and who uses it."""
    context = {"calendars": calendars_in_use()}
    return settings_page(request, "administration/calendar_list.html", Area.CALENDARS, context)


@for_administrators
def calendar_new(request: Request) -> HttpResponse:
    """A calendar that nobody uses yet."""
    return new_setting(request, PAGE, NEW, create_calendar)


@for_administrators
def calendar_edit(request: Request, pk: int) -> HttpResponse:
    """A calendar, painted or written."""
    return edit_setting(request, PAGE, get_object_or_404(Calendar, pk=pk))


@require_POST
@for_administrators
def calendar_copy(request: Request, pk: int) -> HttpResponse:
    """The same hours once more, under a name to be changed."""
    copy = copy_calendar(calendar=get_object_or_404(Calendar, pk=pk), by=request.user, at=request.now)
    messages.success(request, _("“%(name)s” was created.") % {"name": copy})
    return redirect("calendar_edit", copy.pk)


@require_POST
@for_administrators
def calendar_remove(request: Request, pk: int) -> HttpResponse:
    """Take away a calendar that nobody uses."""
    calendar = get_object_or_404(Calendar, pk=pk)
    remove_calendar(calendar=calendar, by=request.user, at=request.now)
    messages.success(request, _("“%(name)s” was removed.") % {"name": calendar})
    return redirect("calendar_list")


def _beside(request: Request, sheet: CalendarSheet, subject: Calendar | None) -> dict[str, Any]:
    today = timezone.localdate(request.now)
    asked = request.POST.get("year", "")
    trial = HoursTrialForm(request.POST, now=request.now)
    with sheet.supposed() as calendar:
        year = year_of(calendar, int(asked) if asked.isdecimal() else today.year, today) if calendar else None
        tried = try_hours(calendar, trial)
    use = use_of_calendar(subject) if subject else None
    return {"year": year, "trial": trial, "tried": tried, "use": use, "subdivisions": SUBDIVISIONS, "today": today}


PAGE = EditPage(Area.CALENDARS, CalendarSheet, "administration/calendar.html", impact_on_calendar, _beside)
