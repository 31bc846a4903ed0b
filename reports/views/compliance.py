"""The compliance sheet, the tickets behind each of its figures, and the sheet as a file."""

from __future__ import annotations

from typing import Any, TypeVar

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from reports import formats, queries
from reports.forms import FigureForm, SheetForm
from reports.objectives import commitments, goals, shared_objectives
from reports.presentation import charts
from reports.presentation.hours import hours_in_words
from reports.presentation.listing import figure_words, rows
from reports.presentation.results import results
from reports.presentation.verdict import verdict
from tickets.models import Letterhead
from tickets.permissions import Permission, require
from tickets.readings import with_clocks
from tickets.views.request import Request

PAGE_SIZE = 100
Form = TypeVar("Form", bound=SheetForm)


def compliance(request: Request) -> HttpResponse:
    """The sheet of an account, a policy and a period, as printed."""
    require(request.user, Permission.REPORT_VIEW)
    form = SheetForm(request.GET, timezone.localdate(request.now))
    return render(request, "reports/compliance.html", _sheet(form, request) if form.is_valid() else {"form": form})


def compliance_csv(request: Request) -> HttpResponse:
    """The sheet as a CSV file."""
    require(request.user, Permission.REPORT_VIEW)
    form = _valid(SheetForm(request.GET, timezone.localdate(request.now)))
    sheet = queries.compliance(**form.asked, at=request.now)
    name = f"compliance-{sheet.from_date}-{sheet.to_date}.csv"
    disposition = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(formats.as_csv(sheet), content_type="text/csv; charset=utf-8", headers=disposition)


def compliance_tickets(request: Request) -> HttpResponse:
    """Exactly the tickets that one figure of a sheet counts, in the order of their creation."""
    require(request.user, Permission.REPORT_VIEW)
    form = _valid(FigureForm(request.GET, timezone.localdate(request.now)))
    figure = {name: form.cleaned_data[name] for name in ("priority", "metric", "verdict")}
    judged = queries.judged(queries.counted_tickets(**form.asked), request.now)
    found = with_clocks(queries.of_figure(judged, **figure)).select_related("account").order_by("opened_at", "pk")
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {"form": form, "page": page, "figure": figure_words(**figure)}
    context["rows"] = rows(page.object_list, request.now)
    return render(request, "reports/compliance_tickets.html", context)


def _sheet(form: SheetForm, request: Request) -> dict[str, Any]:
    sheet = queries.compliance(**form.asked, at=request.now)
    policies = queries.policies_in_play(queries.counted_tickets(**form.asked))
    objectives = shared_objectives(policies)
    return {
        "form": form,
        "sheet": sheet,
        "house": Letterhead.of_the_house(),
        "commitments": [commitments(policy) for policy in policies],
        "hours": hours_in_words(policies),
        "results": results(sheet, form.query),
        "verdict": verdict(goals(sheet, objectives)),
        "kept_chart": charts.kept_chart(sheet, objectives),
        "late_chart": charts.late_chart(sheet, form.query),
        "insight": charts.insight(sheet),
    }


def _valid(form: Form) -> Form:
    """An address that no page of ours leads to is none."""
    if not form.is_valid():
        raise Http404
    return form
