"""One visit as the office sees it, and what is done to it before it begins."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from interventions.actions.cancel import cancel_intervention
from interventions.actions.plan import describe_intervention, move_intervention
from interventions.forms.planning import CancelForm, ErrandForm, MoveForm
from interventions.models import Intervention
from interventions.permissions import visible_interventions
from interventions.presentation.planning import Shown
from interventions.presentation.undo import before_move, keep_undo, take_undo
from interventions.presentation.visit import move_form, visit_page
from interventions.presentation.words import told
from interventions.proposals import free_for, never_free, times_of
from tickets.permissions import Permission, require
from tickets.refusal import ActionRefused
from tickets.spans import Span
from tickets.views.request import Request

CONFLICT = 409


@require_GET
def intervention(request: Request, pk: int) -> HttpResponse:
    """With `?free`, its form of moving proposes the next free time."""
    require(request.user, Permission.VISIT_PLAN)
    visit = _visit(request, pk)
    if "free" not in request.GET:
        return _page(request, visit)
    free = free_for(list(visit.technicians.all()), _from_now(visit, request), beside=visit)
    if free is None:
        messages.warning(request, never_free())
    return _page(request, visit, move=move_form(visit, free))


@require_POST
def intervention_move(request: Request, pk: int) -> HttpResponse:
    """`undo` says that it takes a move back, so that this is not offered once more."""
    require(request.user, Permission.VISIT_PLAN)
    visit = _visit(request, pk)
    form = MoveForm(request.POST, visit=visit)
    if form.is_valid() and "propose" not in request.POST:
        before, seen = before_move(visit), form.cleaned_data["seen"]
        given: dict[str, Any] = {"intervention": visit, "appointment": form.appointment, "seen": seen}
        moved = form.attempt(partial(move_intervention, **given, by=request.user, at=request.now))
        if moved is not None:
            return _moved(request, before, moved, visit.sequence)
    if request.htmx:  # type: ignore[attr-defined]
        return _clash(request, visit, form)
    return _page(request, visit, move=form.with_free_time() if "propose" in request.POST else form)


@require_POST
def intervention_describe(request: Request, pk: int) -> HttpResponse:
    require(request.user, Permission.VISIT_PLAN)
    visit = _visit(request, pk)
    form = ErrandForm(request.POST, ticket=visit.ticket, visit=visit)
    if form.is_valid():
        given: dict[str, Any] = {"intervention": visit, "errand": form.errand}
        if form.attempt(partial(describe_intervention, **given, by=request.user, at=request.now)):
            messages.success(request, _("It is written down, and calendars are told."))
            return redirect("intervention", pk=visit.pk)
    return _page(request, visit, describe=form)


@require_POST
def intervention_cancel(request: Request, pk: int) -> HttpResponse:
    require(request.user, Permission.VISIT_PLAN)
    visit = _visit(request, pk)
    form = CancelForm(request.POST)
    if form.is_valid():
        given: dict[str, Any] = {"intervention": visit, "reason": form.cleaned_data["reason"]}
        if form.attempt(partial(cancel_intervention, **given, by=request.user, at=request.now)):
            messages.success(request, _("The visit is cancelled. Whom it concerns is told why."))
            return redirect("intervention", pk=visit.pk)
    return _page(request, visit, cancel=form)


def _visit(request: Request, pk: int) -> Intervention:
    visits = visible_interventions(request.user).select_related(
        "ticket__account", "ticket__queue__calendar", "site", "contact", "planned_by", "slip"
    )
    return get_object_or_404(visits.prefetch_related("crew", "contact__phones"), pk=pk)


def _page(request: Request, visit: Intervention, **refused: Any) -> HttpResponse:
    day = Shown(timezone.localtime(visit.starts_at).date(), is_day=True)
    context = {**visit_page(visit, **refused), "undo": take_undo(request.session), "day_url": day.url}
    return render(request, "interventions/visit.html", context)


def _moved(request: Request, before: dict[str, Any], moved: Intervention, seen: int) -> HttpResponse:
    if "undo" in request.POST:
        messages.success(request, _("It is where it was: %(visit)s.") % {"visit": told(moved)})
    elif moved.sequence != seen:
        keep_undo(request.session, before, moved)
    back = request.POST.get("back", "")
    shown = Shown.asked(QueryDict(back), timezone.localtime(request.now).date())
    return redirect(shown.url if back else reverse("intervention", args=[moved.pk]))


def _clash(request: Request, visit: Intervention, form: MoveForm) -> HttpResponse:
    """For who drags it: what is in the way, the next free time, and the way over it; or the sentence alone."""
    if not form.clashes or form.span is None:
        raise ActionRefused(" ".join(str(error) for errors in form.errors.values() for error in errors))
    people = list(form.cleaned_data["technicians"])
    free = free_for(people, form.span, beside=visit)
    context = {"visit": visit, "form": form, "people": people, "back": request.POST.get("back", "")}
    context |= {"wanted": times_of(form.span), "free": free, "free_times": times_of(free) if free else None}
    response = render(request, "interventions/planning_clash.html", context, status=CONFLICT)
    response.headers["HX-Retarget"], response.headers["HX-Reswap"] = "#clash", "innerHTML"
    response.headers["HX-Reselect"] = "unset"
    return response


def _from_now(visit: Intervention, request: Request) -> Span:
    """As long as the visit, from then or from now on: nobody is sent into the past."""
    start = max(visit.starts_at, request.now)
    return Span(start, start + (visit.ends_at - visit.starts_at))
