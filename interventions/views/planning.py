"""The planning, and a visit planned from there or from a ticket."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from interventions.actions.plan import plan_intervention
from interventions.forms.planning import PlanForm, TicketForm
from interventions.presentation.planning import Shown, day, ways, week
from interventions.presentation.undo import take_undo
from interventions.presentation.words import told
from interventions.proposals import Wish, first_values
from interventions.queries.planning import board, technicians
from interventions.queries.to_plan import to_plan
from tickets.models import Ticket
from tickets.numbers import LARGEST_NUMBER
from tickets.permissions import Permission, require
from tickets.views.request import Request, ticket_of


@require_GET
def planning(request: Request) -> HttpResponse:
    """`?week=2026-W48` or `?day=2026-11-23`, of all technicians or those of `&technician=`; else this week."""
    require(request.user, Permission.VISIT_PLAN)
    today = timezone.localtime(request.now).date()
    shown = Shown.asked(request.GET, today)
    everybody = list(technicians())
    chosen = [person for person in everybody if person.pk in shown.technicians]
    read = board(shown.days(timezone.get_current_timezone()), chosen or None)
    waiting, count = to_plan(request.now)
    context = {
        "shown": shown,
        "today": today,
        "board": read,
        "ways": ways(shown, today),
        "everybody": everybody,
        "waiting": waiting,
        "waiting_count": count,
        "undo": take_undo(request.session),
        **(day(read, shown) if shown.is_day else week(read, shown)),
    }
    return render(request, "interventions/planning.html", context)


@require_http_methods(["GET", "POST"])
def intervention_plan(request: Request) -> HttpResponse:
    """`?ticket=` with `technician` and `start` (a day, or an instant); without a ticket, choose one first."""
    require(request.user, Permission.VISIT_PLAN)
    asked = TicketForm(request.GET, by=request.user)
    if not asked.is_valid():
        waiting, count = to_plan(request.now)
        form = asked if "ticket" in request.GET else TicketForm(by=request.user)
        context = {"form": form, "waiting": waiting, "waiting_count": count, "asked": _without_ticket(request.GET)}
        return render(request, "interventions/planning_ticket.html", context)
    ticket = ticket_of(request, asked.cleaned_data["ticket"].number)
    if request.method == "GET":
        initial = first_values(ticket, _wish(request), request.now)
        return _form(request, ticket, PlanForm(ticket=ticket, initial=initial))
    return _planned(request, ticket)


def _planned(request: Request, ticket: Ticket) -> HttpResponse:
    form = PlanForm(request.POST, ticket=ticket)
    if form.is_valid() and "propose" not in request.POST:
        given: dict[str, Any] = {"ticket": ticket, "appointment": form.appointment, "errand": form.errand}
        visit = form.attempt(partial(plan_intervention, **given, by=request.user, at=request.now))
        if visit is not None:
            messages.success(request, _("It is planned: %(visit)s.") % {"visit": told(visit)})
            return redirect(_back(request) or reverse("intervention", args=[visit.pk]))
    return _form(request, ticket, form.with_free_time() if "propose" in request.POST else form)


def _form(request: Request, ticket: Ticket, form: PlanForm) -> HttpResponse:
    context: dict[str, Any] = {"ticket": ticket, "form": form, "back": _back(request)}
    return render(request, "interventions/planning_form.html", context)


def _wish(request: Request) -> Wish:
    """What the address says of who goes, and when."""
    keys = [key for key in request.GET.getlist("technician") if key.isdecimal() and int(key) <= LARGEST_NUMBER]
    person = technicians().filter(pk__in=keys[:1]).first()
    return Wish.said(person, request.GET.get("start", ""))


def _back(request: Request) -> str:
    """The days of the planning that one came from; empty where one came from elsewhere."""
    back = request.GET.get("back", "")
    return Shown.asked(QueryDict(back), timezone.localtime(request.now).date()).url if back else ""


def _without_ticket(asked: QueryDict) -> list[tuple[str, object]]:
    """What the way to the form says beside the ticket, to be sent along."""
    return [(name, asked.get(name, "")) for name in ("technician", "start", "back") if name in asked]
