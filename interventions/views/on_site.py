"""What the views on site share: whose visit it is, and the two ways to answer, a page and JSON."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from interventions.actions.receipts import do_once
from interventions.forms.sent import SentForm
from interventions.models import Intervention
from interventions.permissions import visible_interventions
from interventions.presentation.slip import slip_answer, slip_page
from interventions.queries.day import with_surroundings
from tickets.views.request import Request

INVALID = 422


def intervention_of(request: Request, pk: int) -> Intervention:
    """The visit, if it is the reader's to see; otherwise 404, as if there were none."""
    return get_object_or_404(with_surroundings(visible_interventions(request.user)), pk=pk)


def wants_json(request: HttpRequest) -> bool:
    """Whether a script asks, which sends what was done without network."""
    return "application/json" in request.headers.get("Accept", "")


def shown(request: Request, intervention: Intervention, form: SentForm | None = None) -> HttpResponse:
    """The page of the slip; with a form that came back, what is wrong with it."""
    context = slip_page(intervention, request.user, request.now, form)
    return render(request, "interventions/slip.html", context, status=INVALID if form else 200)


def invalid(request: Request, intervention: Intervention, form: SentForm) -> HttpResponse:
    """What is wrong, by field."""
    if not wants_json(request):
        return shown(request, intervention, form)
    errors = {name: [str(error) for error in found] for name, found in form.errors.items()}
    sentence = next((sentences[0] for sentences in errors.values()), _("Something is missing."))
    return JsonResponse({"sentence": sentence, "errors": errors}, status=INVALID)


def carried_out(
    request: Request, intervention: Intervention, form: SentForm, work: Callable[[], object], sentence: str
) -> HttpResponse:
    """Do what a valid form asks for, once; then the slip as it stands now."""
    do_once(key=form.sent_key, intervention=intervention, verb=form.verb, work=work, by=request.user, at=request.now)
    if wants_json(request):
        return JsonResponse(slip_answer(intervention_of(request, intervention.pk), sentence))
    messages.success(request, sentence)
    return redirect("slip_fill", intervention.pk)
