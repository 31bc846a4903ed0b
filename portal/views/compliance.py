"""The compliance sheet of a company, for whoever sees all of its tickets."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portal.presentation.compliance import lines, periods
from reports.forms import PeriodForm
from reports.objectives import commitments, goals, shared_objectives
from reports.presentation.hours import hours_in_words
from reports.presentation.verdict import verdict
from reports.queries import compliance as compliance_sheet
from reports.queries import counted_tickets, policies_in_play
from tickets.days import day_of
from tickets.models import Account, Letterhead
from tickets.permissions import accounts_seen_whole
from tickets.views.request import Request


@require_safe
def compliance(request: Request) -> HttpResponse:
    """What was promised to a company and what was kept, in a period; 404 unless the reader sees all of its tickets."""
    companies = list(accounts_seen_whole(request.user).distinct().order_by("name"))
    company = _chosen(companies, request.GET.get("account", ""))
    form = PeriodForm(request.GET, day_of(request.now))
    is_valid = form.is_valid()
    context = {
        "companies": companies,
        "company": company,
        "form": form,
        "periods": periods(form.today, form.cleaned_data),
    }
    return render(request, "portal/compliance.html", context | (_sheet(company, form, request) if is_valid else {}))


def _chosen(companies: list[Account], asked: str) -> Account:
    """The company that was asked for, or else the first one."""
    found = next((company for company in companies if asked in ("", str(company.pk))), None)
    if found is None:
        raise Http404
    return found


def _sheet(company: Account, form: PeriodForm, request: Request) -> dict[str, Any]:
    from_date, to_date = form.cleaned_data["from"], form.cleaned_data["to"]
    sheet = compliance_sheet(from_date=from_date, to_date=to_date, account=company, at=request.now)
    policies = policies_in_play(counted_tickets(from_date, to_date, company))
    return {
        "sheet": sheet,
        "lines": lines(sheet),
        "house": Letterhead.of_the_house(),
        "commitments": [commitments(policy) for policy in policies],
        "hours": hours_in_words(policies),
        "verdict": verdict(goals(sheet, shared_objectives(policies))),
    }
