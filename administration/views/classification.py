"""Issue types and work types: lists, forms and order."""

from __future__ import annotations

from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from administration import touches
from administration.actions import classification as actions
from administration.choices import Area
from administration.forms.classification import IssueTypeForm, WorkTypeForm
from administration.views.editing import form_page, history_url, moved, saved, step_of
from administration.views.frame import for_administrators, settings_page
from tickets.models import IssueType, WorkType
from tickets.views.request import Request


@for_administrators
def issue_types(request: Request) -> HttpResponse:
    subs = Prefetch("sub_types", IssueType.objects.order_by("order", "name"))
    tops = IssueType.objects.filter(parent=None).select_related("queue").prefetch_related(subs)
    types = tops.order_by("queue__order", "queue__name", "order", "name")
    return settings_page(request, "administration/issue_types.html", Area.ISSUE_TYPES, {"types": types})


@for_administrators
def issue_type_add(request: Request) -> HttpResponse:
    asked = request.GET.get("parent", "")
    parent = get_object_or_404(IssueType, pk=asked, parent=None) if asked.isdecimal() else None
    form = IssueTypeForm(request.POST or None, parent=parent)
    if not form.is_valid():
        title = _("New sub-issue type of “%s”") % parent if parent else _("New issue type")
        return form_page(request, Area.ISSUE_TYPES, form, title)
    made = actions.create_issue_type(parent=parent, plan=form.plan(), by=request.user, at=request.now)
    return saved(request, _("“%s” is offered from now on.") % made, "issue_types")


@for_administrators
def issue_type_edit(request: Request, pk: int) -> HttpResponse:
    one = get_object_or_404(IssueType.objects.select_related("parent", "queue"), pk=pk)
    name, form = one.name, IssueTypeForm(request.POST or None, instance=one, parent=one.parent)
    if not form.is_valid():
        said, history = touches.of_issue_type(one), history_url(Area.ISSUE_TYPES, one)
        return form_page(request, Area.ISSUE_TYPES, form, name, about=one.parent or "", touches=said, history=history)
    actions.edit_issue_type(issue_type=one, plan=form.plan(), by=request.user, at=request.now)
    return saved(request, _("“%s” is saved.") % one, "issue_types")


@require_POST
@for_administrators
def issue_type_move(request: Request, pk: int) -> HttpResponse:
    one = get_object_or_404(IssueType.objects.select_related("parent", "queue"), pk=pk)
    actions.move_issue_type(issue_type=one, step=step_of(request), by=request.user, at=request.now)
    return moved(request, one, "issue_types", pk)


@for_administrators
def work_types(request: Request) -> HttpResponse:
    context = {"types": WorkType.objects.all()}
    return settings_page(request, "administration/work_types.html", Area.WORK_TYPES, context)


@for_administrators
def work_type_add(request: Request) -> HttpResponse:
    form = WorkTypeForm(request.POST or None)
    if not form.is_valid():
        return form_page(request, Area.WORK_TYPES, form, _("New work type"))
    made = actions.create_work_type(plan=form.plan(), by=request.user, at=request.now)
    return saved(request, _("“%s” is offered from now on.") % made, "work_types")


@for_administrators
def work_type_edit(request: Request, pk: int) -> HttpResponse:
    one = get_object_or_404(WorkType, pk=pk)
    name, form = one.name, WorkTypeForm(request.POST or None, instance=one)
    if not form.is_valid():
        said, history = touches.of_work_type(one), history_url(Area.WORK_TYPES, one)
        return form_page(request, Area.WORK_TYPES, form, name, touches=said, history=history)
    actions.edit_work_type(work_type=one, plan=form.plan(), by=request.user, at=request.now)
    return saved(request, _("“%s” is saved.") % one, "work_types")


@require_POST
@for_administrators
def work_type_move(request: Request, pk: int) -> HttpResponse:
    one = get_object_or_404(WorkType, pk=pk)
    actions.move_work_type(work_type=one, step=step_of(request), by=request.user, at=request.now)
    return moved(request, one, "work_types", pk)
