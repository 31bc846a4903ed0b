"""The letterhead, and its logo."""

from __future__ import annotations

from django.http import FileResponse, Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from administration.actions.letterhead import edit_letterhead
from administration.choices import Area
from administration.forms.letterhead import LetterheadForm
from administration.views.editing import form_page, history_url, saved
from administration.views.frame import for_administrators
from tickets.models import Letterhead
from tickets.phone import readable
from tickets.views.request import Request

PAGE = "administration/letterhead.html"
_KINDS = {".png": "image/png", ".jpg": "image/jpeg"}


@for_administrators
def letterhead(request: Request) -> HttpResponse:
    house = Letterhead.of_the_house()
    written = {name: readable(getattr(house, name)) for name in ("phone", "premium_phone") if getattr(house, name)}
    form = LetterheadForm(request.POST or None, request.FILES or None, instance=house, initial=written)
    if not form.is_valid():
        context = {"house": Letterhead.of_the_house(), "history": history_url(Area.LETTERHEAD, house)}
        return form_page(request, Area.LETTERHEAD, form, str(Area.LETTERHEAD.label), PAGE, **context)
    edit_letterhead(**form.arguments(), by=request.user, at=request.now)
    return saved(request, _("The letterhead is saved."), "letterhead")


@require_safe
def letterhead_logo(request: Request) -> FileResponse:
    """The logo as a picture and nothing else: its kind was told by its first bytes, and nothing in it may run."""
    logo = Letterhead.of_the_house().logo
    if not logo.name or not logo.storage.exists(logo.name):
        raise Http404
    suffix = logo.name[-4:]
    safe = {"X-Content-Type-Options": "nosniff", "Content-Security-Policy": "default-src 'none'; sandbox"}
    return FileResponse(logo.open(), content_type=_KINDS[suffix], filename=f"logo{suffix}", headers=safe)
