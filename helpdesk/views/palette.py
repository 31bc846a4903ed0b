"""The command palette, in a dialog; without a script a page with the same."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from helpdesk.palette import sections
from tickets.views.request import Request


@require_GET
def palette(request: Request) -> HttpResponse:
    """For htmx the results alone."""
    text = request.GET.get("q", "")
    found = sections(request.user, text)
    context = {"text": text, "sections": found, "count": sum(len(section.entries) for section in found)}
    is_part = request.htmx  # type: ignore[attr-defined]
    return render(request, "shell/palette_options.html" if is_part else "shell/palette_page.html", context)
