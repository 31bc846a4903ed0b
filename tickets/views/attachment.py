"""The files of messages."""

from __future__ import annotations

from django.http import FileResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from tickets.permissions import visible_attachments
from tickets.views.request import Request


@require_safe
def attachment(request: Request, pk: int) -> FileResponse:
    """Always a download: what it claims to be is not believed. A picture, known by its bytes, a page may draw."""
    found = get_object_or_404(visible_attachments(request.user), pk=pk)
    content_type = found.content_type if found.is_picture else "application/octet-stream"
    return FileResponse(found.file.open(), as_attachment=True, filename=found.name, content_type=content_type)
