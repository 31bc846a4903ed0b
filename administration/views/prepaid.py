"""The prepaid hours of a client: read by the whole house, bought and corrected by managers and administrators."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from administration.forms.prepaid import BUY, FORMS
from administration.presentation.prepaid import accounts_of_hours, lines
from administration.views.clients import account_of
from administration.views.editing import saved
from administration.views.frame import INVALID
from interventions.actions.prepaid import buy_hours, correct_hours
from interventions.models import PrepaidEntry
from interventions.queries.prepaid import history_of, prepaid_of_account
from tickets.models import Account, Contract
from tickets.permissions import Permission, allows, require
from tickets.views.request import Request

PAGE_SIZE = 50


@require_safe
def prepaid(request: Request, pk: int) -> HttpResponse:
    """The balance of each contract, and how it came about."""
    require(request.user, Permission.CONTACT_CREATE)
    return _page(request, account_of(request, pk))


@require_POST
def prepaid_add(request: Request, pk: int) -> HttpResponse:
    """One line more: hours bought, or with `verb=correct` a correction."""
    require(request.user, Permission.PREPAID_EDIT)
    account, verb = account_of(request, pk), request.POST.get("verb", BUY)
    if verb not in FORMS:
        raise Http404
    form = FORMS[verb](request.POST, contracts=_contracts(account, verb))
    if not form.is_valid():
        return _page(request, account, {verb: form}, INVALID)
    action = buy_hours if verb == BUY else correct_hours
    action(**form.arguments(), by=request.user, at=request.now)
    said = _("The hours are on the account.") if verb == BUY else _("The balance is corrected.")
    return saved(request, said, "prepaid", pk)


def _page(request: Request, account: Account, sent: dict[str, object] | None = None, status: int = 200) -> HttpResponse:
    page = Paginator(history_of(account), PAGE_SIZE).get_page(request.GET.get("page"))
    forms = {verb: form(contracts=_contracts(account, verb)) for verb, form in FORMS.items()} | (sent or {})
    shown = {
        "account": account,
        "hours": accounts_of_hours(prepaid_of_account(account)),
        "page": page,
        "lines": lines(page.object_list),
        "may_edit": allows(request.user, Permission.PREPAID_EDIT),
        "has_contract": account.contracts.exists(),
        "forms": forms,
        "opened": next(iter(sent), "") if sent else "",
    }
    return render(request, "clients/prepaid.html", shown, status=status)


def _contracts(account: Account, verb: str) -> QuerySet[Contract]:
    """Hours are bought for any contract, and corrected where some were bought."""
    contracts = account.contracts.select_related("policy")
    return contracts if verb == BUY else contracts.filter(Exists(PrepaidEntry.objects.filter(contract=OuterRef("pk"))))
