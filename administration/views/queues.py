"""Queues: their list, their form, their order, and their end."""

from __future__ import annotations

from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from administration import touches
from administration.actions import queues as actions
from administration.choices import Area
from administration.forms.queues import QueueForm, RetireForm
from administration.views.editing import form_page, history_url, moved, saved, step_of
from administration.views.frame import for_administrators, settings_page
from tickets.choices import OPEN_STATUSES
from tickets.models import Queue
from tickets.views.request import Request


@for_administrators
def queue_list(request: Request) -> HttpResponse:
    waiting = Count("tickets", filter=Q(tickets__status__in=OPEN_STATUSES))
    queues = Queue.objects.select_related("calendar").annotate(waiting=waiting).order_by("order", "name")
    context = {
        "in_use": [queue for queue in queues if queue.is_active],
        "retired": [queue for queue in queues if not queue.is_active],
    }
    return settings_page(request, "administration/queue_list.html", Area.QUEUES, context)


@for_administrators
def queue_add(request: Request) -> HttpResponse:
    form = QueueForm(request.POST or None)
    if not form.is_valid():
        return form_page(request, Area.QUEUES, form, _("New queue"), "administration/queue.html")
    queue = actions.create_queue(plan=form.plan(), by=request.user, at=request.now)
    return saved(request, _("%s is ready: say in the resources matrix who is asked.") % queue, "queue_list")


@for_administrators
def queue_edit(request: Request, pk: int) -> HttpResponse:
    queue = get_object_or_404(Queue, pk=pk)
    name, form = queue.name, QueueForm(request.POST or None, instance=queue)
    if not form.is_valid():
        context = {
            "queue": queue,
            "touches": touches.of_queue(queue),
            "retire": RetireForm(queue=queue),
            "waiting": touches.open_tickets(queue=queue),
            "history": history_url(Area.QUEUES, queue),
        }
        return form_page(request, Area.QUEUES, form, name, "administration/queue.html", **context)
    actions.edit_queue(queue=queue, plan=form.plan(), by=request.user, at=request.now)
    return saved(request, _("%s is saved.") % queue, "queue_list")


@require_POST
@for_administrators
def queue_move(request: Request, pk: int) -> HttpResponse:
    queue = get_object_or_404(Queue, pk=pk)
    actions.move_queue(queue=queue, step=step_of(request), by=request.user, at=request.now)
    return moved(request, queue, "queue_list", pk)


@require_POST
@for_administrators
def queue_retire(request: Request, pk: int) -> HttpResponse:
    queue = get_object_or_404(Queue, pk=pk)
    form = RetireForm(request.POST, queue=queue)
    form.is_valid()
    count = actions.retire_queue(queue=queue, move_to=form.cleaned_data.get("move_to"), by=request.user, at=request.now)
    words = ngettext("%(count)s ticket has moved.", "%(count)s tickets have moved.", count) % {"count": count}
    sentence = _("%s is not in use any more.") % queue
    return saved(request, f"{sentence} {words}" if count else sentence, "queue_list")


@require_POST
@for_administrators
def queue_restore(request: Request, pk: int) -> HttpResponse:
    queue = actions.restore_queue(queue=get_object_or_404(Queue, pk=pk), by=request.user, at=request.now)
    return saved(request, _("%s is in use again.") % queue, "queue_list")
