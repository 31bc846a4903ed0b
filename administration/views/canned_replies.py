"""Canned replies: list, form with a preview, removal."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from administration.actions import canned_replies as actions
from administration.choices import Area
from administration.forms.canned_replies import CannedReplyForm
from administration.presentation.example import filled
from administration.views.editing import form_page, history_url, saved
from administration.views.frame import for_administrators, settings_page
from tickets.canned import VARIABLES
from tickets.models import CannedReply
from tickets.views.request import Request

PAGE = "administration/canned_reply.html"


@for_administrators
def canned_replies(request: Request) -> HttpResponse:
    replies = CannedReply.objects.select_related("queue").order_by("queue__order", "name")
    return settings_page(request, "administration/canned_replies.html", Area.CANNED_REPLIES, {"replies": replies})


@for_administrators
def canned_reply_add(request: Request) -> HttpResponse:
    form = CannedReplyForm(request.POST or None)
    if not form.is_valid() or "preview" in request.POST:
        return _page(request, form, _("New canned reply"), None)
    made = actions.create_canned_reply(plan=form.plan(), by=request.user, at=request.now)
    return saved(request, _("“%s” is offered from now on.") % made, "canned_replies")


@for_administrators
def canned_reply_edit(request: Request, pk: int) -> HttpResponse:
    reply = get_object_or_404(CannedReply, pk=pk)
    name, form = reply.name, CannedReplyForm(request.POST or None, instance=reply)
    if not form.is_valid() or "preview" in request.POST:
        return _page(request, form, name, reply)
    actions.edit_canned_reply(reply=reply, plan=form.plan(), by=request.user, at=request.now)
    return saved(request, _("“%s” is saved.") % reply, "canned_replies")


@require_POST
@for_administrators
def canned_reply_remove(request: Request, pk: int) -> HttpResponse:
    reply = get_object_or_404(CannedReply.objects.select_related("queue"), pk=pk)
    actions.remove_canned_reply(reply=reply, by=request.user, at=request.now)
    return saved(request, _("“%s” is removed.") % reply, "canned_replies")


def _page(request: Request, form: CannedReplyForm, title: str, reply: CannedReply | None) -> HttpResponse:
    context = {
        "reply": reply,
        "variables": VARIABLES,
        "example": filled(str(form["body"].value() or ""), by=request.user, at=request.now),
        "history": history_url(Area.CANNED_REPLIES, reply) if reply else "",
    }
    return form_page(request, Area.CANNED_REPLIES, form, title, PAGE, **context)
