"""The page behind the link with which a client signs later: whoever has it reads the slip, and signs it once."""

from __future__ import annotations

import uuid
from zoneinfo import ZoneInfo

from allauth.core import ratelimit
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from interventions.actions.sign_later import sign_by_link
from interventions.forms.signing import SignatureForm
from interventions.models import Photo, SigningLink
from interventions.paper import slip_paper
from interventions.presentation.sheet import sheet_of
from interventions.refusals import is_refused
from interventions.signing_links import Standing, link_of, standing
from interventions.versions import changes_of
from interventions.views.paper import shown
from tickets.views.request import Request

INVALID, GONE = 422, 410
MOST_TRIES = "30/m/ip"


@never_cache
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def sign_later(request: Request, token: str) -> HttpResponse:
    """The slip to read, and the form to sign it; a link that is void says so, and nothing of the slip."""
    link = link_of(token)
    if (link is None or request.method == "POST") and (refusal := _slowed_down(request)):
        return refusal
    if link is None:
        return _void(request, "unknown", 404)
    language = link.contact.language
    with translation.override(language), timezone.override(ZoneInfo(settings.TIME_ZONE)):
        answer = _answered(request, link, token)
    answer.headers["Content-Language"] = language
    return answer


@never_cache
@login_not_required
@require_safe
def sign_later_pdf(request: Request, token: str) -> HttpResponse:
    """The same on paper, for as long as the link is good."""
    version = _good(request, token).version
    return shown(slip_paper(version, language=version.content["language"]), name=f"{version.slip.number}.pdf")


@never_cache
@login_not_required
@require_safe
def sign_later_photo(request: Request, token: str, key: uuid.UUID) -> FileResponse:
    """A photo that the version shows, for as long as the link is good."""
    version = _good(request, token).version
    if str(key) not in {photo["key"] for photo in version.content["photos"]}:
        raise Http404
    photo = get_object_or_404(Photo, slip=version.slip, key=key)
    return FileResponse(photo.file.open(), filename=str(key), content_type=photo.content_type)


def _answered(request: Request, link: SigningLink, token: str) -> HttpResponse:
    found = standing(link, request.now)
    if found != Standing.GOOD:
        is_thanked = found == Standing.DONE and "signed" in request.GET
        return _void(request, "thanks" if is_thanked else found.value, 200 if is_thanked else GONE)
    form = SignatureForm(request.POST or None, signatory=link.contact, auto_id="sign-%s")
    if form.is_valid() and not is_refused(form, lambda: sign_by_link(token=token, given=form.given, at=request.now)):
        return redirect(f"{request.path}?signed")
    content = link.version.content
    context = {
        "content": content,
        "sheet": sheet_of(content, lambda key: reverse("sign_later_photo", args=[token, key])),
        "reason": link.version.reason,
        "changes": changes_of(link.version),
        "expires_at": link.expires_at,
        "pdf": reverse("sign_later_pdf", args=[token]),
        "form": form,
    }
    return render(request, "interventions/sign_later.html", context, status=INVALID if form.is_bound else 200)


def _good(request: Request, token: str) -> SigningLink:
    link = link_of(token)
    if link is None or standing(link, request.now) != Standing.GOOD:
        raise Http404
    return link


def _slowed_down(request: Request) -> HttpResponse | None:
    """429 for who tries one link after another."""
    too_many: HttpResponse | None = ratelimit.consume_or_429(
        request, action="sign_later", config={"sign_later": MOST_TRIES}, limit_get=True
    )
    return too_many


def _void(request: Request, why: str, status: int) -> HttpResponse:
    return render(request, "interventions/sign_later_void.html", {"why": why}, status=status)
