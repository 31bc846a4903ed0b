"""Saved views: save, change, share, remove."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tickets.actions.save_view import change_view, remove_view, save_view
from tickets.listing import Listing
from tickets.permissions import Permission, require
from tickets.saved_views import url_of, visible_views
from tickets.views.request import Request


@require_POST
def view_save(request: Request) -> HttpResponse:
    require(request.user, Permission.VIEW_SAVE)
    view = save_view(**_given(request), by=request.user, at=request.now)
    messages.success(request, _("The view “%(name)s” is saved.") % {"name": view.name})
    return redirect(url_of(view))


@require_POST
def view_change(request: Request, pk: int) -> HttpResponse:
    require(request.user, Permission.VIEW_SAVE)
    view = get_object_or_404(visible_views(request.user), pk=pk)
    view = change_view(view=view, **_given(request), by=request.user, at=request.now)
    messages.success(request, _("The view “%(name)s” is saved.") % {"name": view.name})
    return redirect(url_of(view))


@require_POST
def view_remove(request: Request, pk: int) -> HttpResponse:
    require(request.user, Permission.VIEW_SAVE)
    view = get_object_or_404(visible_views(request.user), pk=pk)
    remove_view(view=view, by=request.user, at=request.now)
    messages.success(request, _("The view “%(name)s” is removed.") % {"name": view.name})
    return redirect("ticket_list")


def _given(request: Request) -> dict[str, Any]:
    """Of the address only what a list understands."""
    asked = QueryDict(request.POST.get("query", "").removeprefix("?"))
    query = Listing(asked, request.user, request.now).url({"saved": None}).removeprefix("?")
    return {"name": request.POST.get("name", ""), "query": query, "is_shared": "is_shared" in request.POST}
