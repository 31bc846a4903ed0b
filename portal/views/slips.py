"""The visits of a client, and their slips: read, and signed."""

from __future__ import annotations

from functools import partial

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from interventions.actions.sign_later import sign_as_client
from interventions.forms.signing import SignatureForm
from interventions.models import Slip, SlipVersion
from interventions.queries.slips import slip_numbered
from portal.presentation.slips import slip_page, slip_row, visit_row
from portal.refusals import carried_out
from portal.slips import readable_slips, visits_to_come
from tickets.actions.message import requester
from tickets.permissions import visible_accounts
from tickets.views.request import Request

PAGE_SIZE = 20
INVALID = 422


@require_safe
def slips(request: Request) -> HttpResponse:
    """Who comes when; then the slips of who came, by pages."""
    page = Paginator(readable_slips(request.user), PAGE_SIZE).get_page(request.GET.get("page"))
    coming = visits_to_come(request.user) if page.number == 1 else []
    context = {
        "visits": [(visit_row(visit), visit.ticket) for visit in coming],
        "page": page,
        "rows": [slip_row(slip) for slip in page],
        "shows_account": visible_accounts(request.user).count() > 1,
    }
    return render(request, "portal/slips.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def slip(request: Request, number: str) -> HttpResponse:
    """The slip as it was last frozen; who may signs it, below what they read."""
    found = slip_numbered(number, among=readable_slips(request.user))
    if found is None:
        raise Http404
    version = _version(found, request.POST.get("version", ""))
    form = SignatureForm(request.POST or None, signatory=requester(request.user), auto_id="sign-%s")
    if form.is_valid():
        sign = partial(sign_as_client, version=version, given=form.given, by=request.user, at=request.now)
        if carried_out(form, sign) is not None:
            messages.success(request, _("Thank you: the slip is signed. You get it by mail as PDF."))
            return redirect("portal_slip", found.number)
        found = readable_slips(request.user).get(pk=found.pk)
    context = slip_page(found, _version(found), request.user, form)
    return render(request, "portal/slip.html", context, status=INVALID if form.is_bound else 200)


def _version(slip: Slip, number: str = "") -> SlipVersion:
    """The version that a form was shown with; the last one where it does not say."""
    versions = slip.versions.select_related("slip")
    if not number:
        return versions.latest("number")
    found = versions.filter(number=number).first() if number.isascii() and number.isdigit() else None
    if found is None:
        raise Http404
    return found
