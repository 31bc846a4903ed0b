"""The counts of the rail and the bell, for pages that stay open."""

from __future__ import annotations

from django.http import HttpResponse, JsonResponse
from django.views.decorators.http import require_GET

from helpdesk.shell import counts
from tickets import live
from tickets.views.request import Request


@require_GET
def shell_counts(request: Request) -> HttpResponse:
    """By their keys, as JSON. Who asks again with its ETag is answered before the database while no ticket changed."""
    found, stamp = counts(request.user)
    response = JsonResponse(found)
    if tag := live.etag(stamp):
        response["ETag"] = tag
    response["Cache-Control"] = "no-store"
    return response
