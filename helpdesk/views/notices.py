"""What the reader was told inside the product."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from helpdesk.counts import unread_notices
from interventions.noticed import address_of
from tickets.actions.read_notices import read_notices
from tickets.models import Notice
from tickets.views.request import Request

PAGE_SIZE = 50
LATEST = 8


@require_GET
def notice_list(request: Request) -> HttpResponse:
    """All of them, what is not read first; for the bell, the latest."""
    notices, unread = _notices(request), unread_notices(request.user)
    if request.htmx:  # type: ignore[attr-defined]
        return render(request, "notices/latest.html", {"notices": notices[:LATEST], "unread": unread})
    page = Paginator(notices, PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "notices/list.html", {"page": page, "unread": unread})


@require_GET
def notice_open(request: Request, pk: int) -> HttpResponse:
    """To what a notice is about, its ticket or a visit; it is read from now on."""
    notice = get_object_or_404(_notices(request), pk=pk)
    read_notices(notices=Notice.objects.filter(pk=notice.pk), by=request.user, at=request.now)
    return redirect(address_of(notice) or reverse("ticket", args=[notice.ticket_id]))


@require_POST
def notices_read(request: Request) -> HttpResponse:
    """All of the reader's are read."""
    read_notices(notices=_notices(request), by=request.user, at=request.now)
    return redirect("notice_list")


def _notices(request: Request) -> QuerySet[Notice]:
    mine = Notice.objects.filter(user=request.user).select_related("ticket", "by")
    return mine.alias(is_read=Q(read_at__isnull=False)).order_by("is_read", "-at", "-pk")
