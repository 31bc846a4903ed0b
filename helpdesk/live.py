"""An open page that asks whether anything changed is answered before any database is asked."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified

from tickets import live

GetResponse = Callable[[HttpRequest], HttpResponse]


class UnchangedMiddleware:
    """304 for whoever asks with the ETag of now. It stands before the session: tickets alone make the ETag."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        known = request.headers.get("If-None-Match", "")
        if known.startswith('"live-') and known == live.etag(live.stamp()):
            return HttpResponseNotModified(headers={"ETag": known, "Cache-Control": "no-store"})
        return self.get_response(request)
