"""The verbs with which a slip is signed and corrected: on site, from the phone, or from its page in the office."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from interventions.actions.correct import correct_slip
from interventions.actions.scan import attach_scan
from interventions.actions.sign import sign_slip
from interventions.actions.sign_later import ask_to_sign_later
from interventions.filling import SlipSeen
from interventions.forms.sent import SentForm
from interventions.forms.signing import CorrectForm, LaterForm, ScanForm, SignForm
from interventions.forms.slip import FillForm
from interventions.models import Intervention
from interventions.presentation.office_slip import office_slip
from interventions.presentation.stop import slip_if_any
from interventions.refusals import is_refused
from interventions.views.on_site import INVALID, carried_out, intervention_of, invalid, shown, wants_json
from tickets.views.request import Request

# The hidden field with which the page in the office says that it asks.
OFFICE = "office"


@require_POST
def slip_sign(request: Request, pk: int) -> HttpResponse:
    intervention = intervention_of(request, pk)
    form = SignForm(request.POST, request.FILES, at=request.now)
    if not form.is_valid():
        return _invalid(request, intervention, form)
    work = partial(
        sign_slip,
        intervention=intervention,
        given=form.given,
        seen=_seen(request, intervention),
        by=request.user,
        at=form.done,
    )
    is_signed = form.given.kind.is_signed
    sentence = _("The slip is signed.") if is_signed else _("The slip is closed without a signature.")
    return _answered(request, intervention, form, work, sentence)


@require_POST
def slip_sign_later(request: Request, pk: int) -> HttpResponse:
    intervention = intervention_of(request, pk)
    form = LaterForm(request.POST, at=request.now, intervention=intervention)
    if not form.is_valid():
        return _invalid(request, intervention, form)
    contact = form.cleaned_data["contact"]
    work = partial(ask_to_sign_later, intervention=intervention, contact=contact, by=request.user, at=form.done)
    return _answered(request, intervention, form, work, _("%(name)s is sent a link to sign.") % {"name": contact})


@require_POST
def slip_correct(request: Request, pk: int) -> HttpResponse:
    intervention = intervention_of(request, pk)
    form = CorrectForm(request.POST, at=request.now)
    if not form.is_valid():
        return _invalid(request, intervention, form)
    reason = form.cleaned_data["reason"]
    work = partial(correct_slip, intervention=intervention, reason=reason, by=request.user, at=form.done)
    return _answered(request, intervention, form, work, _("The slip can be changed. Then let the client sign again."))


@require_POST
def slip_scan(request: Request, pk: int) -> HttpResponse:
    intervention = intervention_of(request, pk)
    form = ScanForm(request.POST, request.FILES, at=request.now)
    if not form.is_valid():
        return _invalid(request, intervention, form)
    work = partial(attach_scan, intervention=intervention, given=form.given, by=request.user, at=form.done)
    return _answered(request, intervention, form, work, _("The scan is attached: the slip is signed."))


def _answered(
    request: Request, intervention: Intervention, form: SentForm, work: Callable[[], object], sentence: str
) -> HttpResponse:
    """A phone is answered as by every verb; a page is shown again, with what was typed where it is refused."""
    if wants_json(request):
        return carried_out(request, intervention, form, work, sentence)
    if is_refused(form, work):
        return _shown(request, intervention, form)
    messages.success(request, sentence)
    if _is_office(request):
        return redirect("slip", intervention.slip.number)
    return redirect("slip_fill", intervention.pk)


def _invalid(request: Request, intervention: Intervention, form: SentForm) -> HttpResponse:
    return invalid(request, intervention, form) if wants_json(request) else _shown(request, intervention, form)


def _shown(request: Request, intervention: Intervention, form: SentForm) -> HttpResponse:
    # Whoever was refused sees what the slip became meanwhile.
    intervention = intervention_of(request, intervention.pk)
    slip = slip_if_any(intervention)
    if slip is None or not _is_office(request):
        return shown(request, intervention, form)
    return render(
        request, "interventions/office_slip.html", office_slip(slip, request.user, request.now, form), status=INVALID
    )


def _is_office(request: Request) -> bool:
    return request.POST.get("page") == OFFICE


def _seen(request: Request, intervention: Intervention) -> SlipSeen | None:
    """What the slip said on the page on which it was signed; None where that does not say."""
    form = FillForm(request.POST, at=request.now, slip=slip_if_any(intervention))
    return form.slip_seen if form.is_valid() else None
