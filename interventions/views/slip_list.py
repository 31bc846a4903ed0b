"""Slips side by side: the list, its file, and what they came to."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from interventions.forms.slip_list import SlipFilterForm, TotalsForm
from interventions.presentation import slip_export as tables
from interventions.presentation import slip_totals as sums
from interventions.presentation.slip_list import chips, rows, shortcuts
from interventions.queries.slip_list import SlipListing
from interventions.spreadsheet import CSV, FORMATS, file_of
from tickets.days import day_of
from tickets.permissions import Permission, allows, require
from tickets.views.request import Request

PAGE_SIZE = 50


@require_safe
def slip_list(request: Request) -> HttpResponse:
    """The slips that the URL asks for, newest first."""
    listing = SlipListing(request.GET, request.user)
    if "apply" in request.GET:
        return redirect(reverse("slip_list") + listing.query())
    page = Paginator(listing.keys, PAGE_SIZE).get_page(request.GET.get("page"))
    shown = {
        "listing": listing,
        "page": page,
        "rows": rows(listing.rows_of(list(page.object_list))),
        "chips": chips(listing),
        "tabs": shortcuts(listing),
        "form": SlipFilterForm(listing=listing),
        "sees_totals": allows(request.user, Permission.REPORT_VIEW),
    }
    return render(request, "interventions/slip_list.html", shown)


@require_safe
def slip_export(request: Request) -> HttpResponse:
    """The same slips as a file: as CSV what `what` names, as XLSX a sheet of slips and one of supplies."""
    require(request.user, Permission.TICKET_EXPORT)
    listing = SlipListing(request.GET, request.user)
    offered = {"slips": partial(tables.slips_table, listing), "supplies": partial(tables.supplies_table, listing)}
    return _file(request, offered, _("slips"))


@require_safe
def slip_totals(request: Request) -> HttpResponse:
    """Hours and supplies of a period, by client and month, and by technician."""
    require(request.user, Permission.REPORT_VIEW)
    form = TotalsForm(request.GET, day_of(request.now))
    shown = {"period": form.period, "query": form.query, "periods": form.periods()} if form.is_valid() else {}
    shown |= sums.totals(form.period) if form.is_valid() else {}
    return render(request, "interventions/slip_totals.html", {"form": form, **shown})


@require_safe
def slip_totals_export(request: Request) -> HttpResponse:
    """The same sums as a file."""
    require(request.user, Permission.REPORT_VIEW)
    form = TotalsForm(request.GET, day_of(request.now))
    if not form.is_valid():
        raise Http404
    offered = {
        "hours": partial(sums.hours_table, form.period),
        "technicians": partial(sums.technicians_table, form.period),
        "supplies": partial(sums.supplies_table, form.period),
    }
    return _file(request, offered, _("slip-totals"))


def _file(request: Request, offered: dict[str, Any], name: str) -> HttpResponse:
    """An address that no page of ours leads to is none."""
    kind, what = request.GET.get("format", CSV), request.GET.get("what", next(iter(offered)))
    if kind not in FORMATS or what not in offered:
        raise Http404
    return file_of(offered, what=what, kind=kind, name=f"{name}-{day_of(request.now).isoformat()}")
