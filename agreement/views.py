"""The agreement sheet of an account."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.text import slugify
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from agreement.sheet import agreement_sheet
from tickets.permissions import visible_accounts
from tickets.views.request import Request


@require_safe
def agreement(request: Request, account: int) -> HttpResponse:
    """The sheet as it stands now, in the reader's language or `?language=`; for who may read the account's name.

    It is shown in the browser: what is in it was made here, and nothing in it runs.
    """
    found = get_object_or_404(visible_accounts(request.user), pk=account)
    language = request.GET.get("language", "")
    if language not in dict(settings.LANGUAGES):
        language = get_language() or settings.LANGUAGE_CODE
    sheet = agreement_sheet(found, language=language, at=request.now)
    name = f"{slugify(found.name) or 'client'}-{request.now:%Y-%m-%d}.pdf"
    headers = {
        "Content-Disposition": f'inline; filename="agreement-{name}"',
        "Content-Language": language,
        "Cache-Control": "private, no-store",
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse(sheet, content_type="application/pdf", headers=headers)
