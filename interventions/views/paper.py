"""The slip as PDF, and the empty form."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpResponse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from interventions.models import Slip
from interventions.paper import blank_paper, draft_paper, slip_paper
from interventions.permissions import visible_slips
from interventions.queries.slips import slip_numbered
from tickets.permissions import Permission, allows
from tickets.views.request import Request


@require_safe
def slip_pdf(request: Request, number: str) -> HttpResponse:
    """The slip as it was last frozen, or with `?version=` before; the house may read it before it is frozen, too."""
    slip = slip_numbered(number, among=visible_slips(request.user))
    if slip is None:
        raise Http404
    return shown(_paper(slip, request), name=f"{slip.number}.pdf")


@require_safe
def slip_blank(request: Request) -> HttpResponse:
    """The empty form, to be filled in by pen."""
    if not allows(request.user, Permission.VISIT_CARRY_OUT):
        raise Http404
    return shown(blank_paper(language=_language(request), at=request.now), name="slip.pdf")


def shown(paper: bytes, *, name: str) -> HttpResponse:
    """In the browser: what is in it was made here, and nothing in it runs."""
    headers = {
        "Content-Disposition": f'inline; filename="{name}"',
        "Cache-Control": "private, no-store",
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse(paper, content_type="application/pdf", headers=headers)


def _paper(slip: Slip, request: Request) -> bytes:
    asked = request.GET.get("version", "")
    if asked:
        version = slip.versions.filter(number=asked).first() if asked.isascii() and asked.isdigit() else None
        if version is None:
            raise Http404
    else:
        version = slip.versions.last()
    language = _language(request)
    return slip_paper(version, language=language) if version else draft_paper(slip, language=language)


def _language(request: Request) -> str:
    asked = request.GET.get("language", "")
    return asked if asked in dict(settings.LANGUAGES) else get_language() or settings.LANGUAGE_CODE
