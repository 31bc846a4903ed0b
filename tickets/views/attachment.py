"""The files of messages."""

from __future__ import annotations

from django.http import FileResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from tickets.permissions import visible_attachments
from tickets.views.request import Request


@require_safe
def attachment(request: Request, pk: int) -> FileResponse:
    """Always a download, never shown: what it claims to be is not believed."""
    found = get_object_or_404(visible_attachments(request.user), pk=pk)
    return FileResponse(
        found.file.open(), as_attachment=True, filename=found.name, content_type="application/octet-stream"
    )
