"""The first page of the settings."""

from __future__ import annotations

from django.http import HttpResponse

from administration.models import SettingChange
from administration.views.frame import for_administrators, settings_page
from tickets.views.request import Request

LATEST = 5


@for_administrators
def settings(request: Request) -> HttpResponse:
    """Every area, and what was changed last."""
    latest = SettingChange.objects.select_related("by")[:LATEST]
    return settings_page(request, "administration/index.html", context={"latest": latest})
