"""A list of tickets as a file."""

from __future__ import annotations

from django.http import StreamingHttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tickets.export import lines
from tickets.listing import Listing
from tickets.permissions import Permission, require
from tickets.views.request import Request


@require_safe
def ticket_export(request: Request) -> StreamingHttpResponse:
    """The whole list, line by line: filters, order and columns are those of the URL."""
    require(request.user, Permission.TICKET_EXPORT)
    listing = Listing(request.GET, request.user, request.now)
    name = f"{_('tickets')}-{timezone.localdate(request.now).isoformat()}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return StreamingHttpResponse(lines(listing), content_type="text/csv; charset=utf-8", headers=headers)
