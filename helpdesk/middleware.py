"""What every request gets: one instant, the reader's language and zone, and a sentence when an action refuses."""

from __future__ import annotations

import zoneinfo
from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.utils.http import url_has_allowed_host_and_scheme

from interventions.filling import SlipConflict
from interventions.views.conflict import slip_conflicted
from interventions.views.on_site import wants_json
from tickets.conflict import Conflict
from tickets.refusal import ActionRefused
from tickets.views.conflict import conflicted

GetResponse = Callable[[HttpRequest], HttpResponse]


class NowMiddleware:
    """`request.now`: the only place where a page learns what time it is."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.now = timezone.now()  # type: ignore[attr-defined]
        return self.get_response(request)


class ReaderMiddleware:
    """Speak the reader's language and show their time zone."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = request.user
        language = user.language if user.is_authenticated else translation.get_language_from_request(request)
        zone = user.time_zone if user.is_authenticated else settings.TIME_ZONE
        request.LANGUAGE_CODE = language
        with translation.override(language), timezone.override(zoneinfo.ZoneInfo(zone)):
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", language)
        return response


class RefusalMiddleware:
    """One place where a refused action becomes a message: a toast for htmx, a page message for a form, or JSON."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, ActionRefused):
            return None
        if isinstance(exception, Conflict):
            return conflicted(request, exception)
        if isinstance(exception, SlipConflict):
            return slip_conflicted(request, exception)
        if wants_json(request):
            return JsonResponse({"sentence": str(exception)}, status=409)
        if request.htmx:  # type: ignore[attr-defined]
            response = render(request, "components/refusal.html", {"sentence": str(exception)}, status=409)
            response.headers["HX-Retarget"], response.headers["HX-Reswap"] = "#toasts", "beforeend"
            # Whatever part of a page was asked for, the sentence is none of it.
            response.headers["HX-Reselect"] = "unset"
            return response
        back = request.headers.get("Referer", "")
        if request.method == "POST" and url_has_allowed_host_and_scheme(back, {request.get_host()}):
            messages.error(request, str(exception))
            return HttpResponseRedirect(back)
        return render(request, "409.html", {"sentence": str(exception)}, status=409)
