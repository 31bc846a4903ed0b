"""What open pages ask while they are open: whether tickets changed, and what of the list they show."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from tickets import live
from tickets.listing import Listing
from tickets.numbers import numbers_in
from tickets.presentation.updates import updates
from tickets.views.request import Request


@require_safe
@never_cache
def live_stamp(request: Request) -> HttpResponse:
    """Something changed: the next ETag to ask with. As long as nothing did, helpdesk.live answers for it."""
    etag = live.etag(live.stamp())
    return HttpResponse(status=204, headers={"ETag": etag} if etag else {})


@require_safe
@never_cache
def ticket_updates(request: Request) -> JsonResponse:
    """The lines of a list that changed since a stamp, and whether its order did; `on` names those that are shown."""
    now = live.stamp()
    changed = live.changed_since(request.GET.get("since", ""))
    listing = Listing(request.GET, request.user, request.now)
    shown = numbers_in(request.GET.get("on", ""))
    found: dict[str, Any] = {"stamp": now, **updates(listing, shown, changed)}
    return JsonResponse(found)
