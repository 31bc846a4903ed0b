"""The resources matrix: queues by levels, names in order."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from administration.actions import resources as actions
from administration.choices import Area
from administration.forms.resources import ResourceForm
from administration.presentation.matrix import matrix
from administration.views.editing import moved, saved, step_of, words_of
from administration.views.frame import for_administrators, settings_page
from tickets.models import Queue, Resource, ResourceLevel
from tickets.refusal import ActionRefused
from tickets.views.request import Request


@for_administrators
def resources(request: Request) -> HttpResponse:
    return settings_page(request, "administration/resources.html", Area.RESOURCES, matrix(request.now))


@require_POST
@for_administrators
def resource_add(request: Request, pk: int) -> HttpResponse:
    level = get_object_or_404(ResourceLevel.objects.select_related("queue"), pk=pk)
    form = ResourceForm(request.POST)
    if not form.is_valid():
        raise ActionRefused(words_of(form.errors["technician"]))
    actions.add_resource(level=level, **form.cleaned_data, by=request.user, at=request.now)
    said = _("%(name)s is asked last at level %(level)s of %(queue)s.")
    names = {"name": form.cleaned_data["technician"], "level": level.number, "queue": level.queue}
    return saved(request, said % names, "resources")


@require_POST
@for_administrators
def resource_move(request: Request, pk: int) -> HttpResponse:
    resource = get_object_or_404(Resource.objects.select_related("level__queue", "technician"), pk=pk)
    actions.move_resource(resource=resource, step=step_of(request), by=request.user, at=request.now)
    return moved(request, resource.technician, "resources", pk)


@require_POST
@for_administrators
def resource_remove(request: Request, pk: int) -> HttpResponse:
    resource = get_object_or_404(Resource.objects.select_related("level__queue", "technician"), pk=pk)
    actions.remove_resource(resource=resource, by=request.user, at=request.now)
    said = _("%(name)s is not asked at level %(level)s of %(queue)s any more.")
    names = {"name": resource.technician, "level": resource.level.number, "queue": resource.level.queue}
    return saved(request, said % names, "resources")


@require_POST
@for_administrators
def level_add(request: Request, pk: int) -> HttpResponse:
    level = actions.add_level(queue=get_object_or_404(Queue, pk=pk), by=request.user, at=request.now)
    told = {"queue": level.queue, "level": level.number}
    return saved(request, _("%(queue)s has a level %(level)s.") % told, "resources")


@require_POST
@for_administrators
def level_remove(request: Request, pk: int) -> HttpResponse:
    level = get_object_or_404(ResourceLevel.objects.select_related("queue"), pk=pk)
    number, queue = level.number, level.queue
    actions.remove_level(level=level, by=request.user, at=request.now)
    told = {"queue": queue, "level": number}
    return saved(request, _("%(queue)s has no level %(level)s any more.") % told, "resources")
