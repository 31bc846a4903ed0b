"""The log of the settings."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse

from administration.forms.log import LogForm
from administration.presentation.differences import differences
from administration.queries import changes
from administration.views.frame import for_administrators, settings_page
from tickets.views.request import Request

PAGE_SIZE = 50


@for_administrators
def settings_log(request: Request) -> HttpResponse:
    """What was changed, by whom and when, with old and new; newest first."""
    form = LogForm(request.GET)
    if not form.is_valid():
        raise Http404
    asked = form.cleaned_data
    page = Paginator(changes(asked["area"], asked["subject"]), PAGE_SIZE).get_page(request.GET.get("page"))
    entries = [(change, differences(change.area, change.before, change.after)) for change in page.object_list]
    one = page.object_list[0] if asked["subject"] is not None and page.object_list else None
    return settings_page(
        request, "administration/log.html", context={"form": form, "page": page, "entries": entries, "one": one}
    )
