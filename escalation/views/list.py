"""The escalations of the house: those that wait for somebody, or all."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from escalation.queries import count_to_acknowledge, escalations_of_house
from tickets.permissions import Permission, require
from tickets.views.request import Request

PAGE_SIZE = 50


def escalation_list(request: Request) -> HttpResponse:
    """What was escalated, newest first."""
    require(request.user, Permission.ESCALATION_VIEW)
    is_all = request.GET.get("view") == "all"
    found = escalations_of_house(request.user, to_acknowledge=not is_all)
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "escalation/list.html", {"page": page, "is_all": is_all, "tabs": _tabs(is_all)})


def _tabs(is_all: bool) -> list[dict[str, Any]]:
    url = reverse("escalation_list")
    waiting = {"label": _("To acknowledge"), "url": url, "count": count_to_acknowledge(), "current": not is_all}
    return [waiting, {"label": pgettext("escalations", "All"), "url": f"{url}?view=all", "current": is_all}]
