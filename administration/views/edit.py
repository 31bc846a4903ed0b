"""The page of a setting that is edited in the background: form, review, confirmation. All of it works without script.

What was typed is sent along at every step; `step` says which one: `review`, `save`, `edit` (back to the form), or
anything else to look at it again: one row more, another year, an instant that is tried.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from administration.actions.plan_edit import plan_edit
from administration.choices import Area
from administration.edits import EDITS
from administration.forms.sheet import Sheet
from administration.impact import Impact
from administration.presentation.differences import differences
from administration.queries import changed_since, failed_job, job_under_way
from administration.values.version import version_of
from administration.views.frame import INVALID, settings_page
from sla.models import Calendar, Policy
from tickets.views.request import Request

Subject = Calendar | Policy


class EditPage(NamedTuple):
    """What the pages of one area differ in. `beside` gives what is shown beside the form: a preview, a trial."""

    area: Area
    sheet: type[Sheet]
    template: str
    impact: Callable[[Any, Mapping[str, Any], dt.datetime], Impact]
    beside: Callable[..., dict[str, Any]]


def edit_setting(request: Request, page: EditPage, subject: Subject) -> HttpResponse:
    """Show the form, or take what was typed one step further."""
    current = EDITS[page.area].values(subject)
    if request.method != "POST":
        job = failed_job(page.area, subject.pk, request.GET.get("job", ""))
        sheet = page.sheet(values=job.wanted["values"] if job else current, subject=subject)
        return _form(request, page, sheet, subject, current, job=job)
    sheet = page.sheet(request.POST, subject=subject)
    if request.POST.get("step") not in ("review", "save"):
        return _form(request, page, sheet, subject, current)
    if not sheet.is_valid():
        return _form(request, page, sheet, subject, current, status=INVALID)
    if request.POST.get("version") != version_of(current):
        return _form(request, page, sheet, subject, current, status=INVALID, conflict=_conflict(request, page, subject))
    if sheet.values == current:
        messages.info(request, _("Nothing was changed, so there is nothing to save."))
        return _form(request, page, sheet, subject, current)
    step = _save if request.POST["step"] == "save" else _review
    return step(request, page, sheet, subject, current)


def new_setting(
    request: Request, page: EditPage, values: Mapping[str, Any], create: Callable[..., Subject]
) -> HttpResponse:
    """Show the form of a setting that nothing uses yet, and save it at once."""
    sheet = page.sheet(request.POST) if request.method == "POST" else page.sheet(values=values)
    if request.POST.get("step") not in ("review", "save"):
        return _form(request, page, sheet, None, None)
    if not sheet.is_valid():
        return _form(request, page, sheet, None, None, status=INVALID)
    made = create(values=sheet.values, by=request.user, at=request.now)
    messages.success(request, _("“%(name)s” was created.") % {"name": made})
    return redirect(EDITS[page.area].page, made.pk)


def _form(
    request: Request,
    page: EditPage,
    sheet: Sheet,
    subject: Subject | None,
    current: Mapping[str, Any] | None,
    *,
    status: int = 200,
    **context: Any,
) -> HttpResponse:
    context |= {
        "sheet": sheet,
        "subject": subject,
        "version": request.POST.get("version") if not context.get("conflict") else None,
        "under_way": job_under_way(page.area, subject.pk) if subject else None,
        **page.beside(request, sheet, subject),
    }
    context["version"] = context["version"] or version_of(current)
    return settings_page(request, page.template, page.area, context, status)


def _review(
    request: Request, page: EditPage, sheet: Sheet, subject: Subject, current: Mapping[str, Any]
) -> HttpResponse:
    context = {
        "subject": subject,
        "differences": differences(page.area, current, sheet.values),
        "impact": page.impact(subject, sheet.values, request.now),
        "typed": _typed(request),
    }
    return settings_page(request, "administration/review.html", page.area, context)


def _save(request: Request, page: EditPage, sheet: Sheet, subject: Subject, current: Mapping[str, Any]) -> HttpResponse:
    job = plan_edit(
        area=page.area,
        subject=subject,
        values=sheet.values,
        version=version_of(current),
        total=page.impact(subject, sheet.values, request.now).tickets,
        by=request.user,
        at=request.now,
    )
    return redirect("setting_job", job.pk)


def _conflict(request: Request, page: EditPage, subject: Subject) -> dict[str, Any]:
    changes = changed_since(page.area, subject.pk, request.POST.get("version", ""))
    if not changes:
        return {"change": None}
    return {"change": changes[0], "differences": differences(page.area, changes[-1].before, changes[0].after)}


def _typed(request: Request) -> list[tuple[str, str]]:
    """Every field as it was sent, but for what the next step says anew."""
    said_anew = {"step", "add", "csrfmiddlewaretoken"}
    return [(name, value) for name, values in request.POST.lists() if name not in said_anew for value in values]
