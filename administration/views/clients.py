"""Clients: their list and their page for the whole house, their forms for administrators."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from administration import clients, touches
from administration.actions import accounts as actions
from administration.choices import Area
from administration.forms.clients import AccountFilter, AccountForm
from administration.presentation.prepaid import accounts_of_hours
from administration.views.editing import history_url, saved
from administration.views.frame import INVALID, for_administrators
from interventions.queries.prepaid import prepaid_of_account
from tickets.models import Account
from tickets.permissions import Permission, allows, require, visible_accounts
from tickets.views.request import Request

PAGE_SIZE = 50


def account_list(request: Request) -> HttpResponse:
    require(request.user, Permission.CONTACT_CREATE)
    form = AccountFilter(request.GET)
    form.is_valid()
    found = clients.found(form.cleaned_data.get("q", ""), by=request.user, at=request.now)
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {"form": form, "page": page, "may_edit": may_edit(request)}
    return render(request, "clients/list.html", context)


def account(request: Request, pk: int) -> HttpResponse:
    require(request.user, Permission.CONTACT_CREATE)
    company = account_of(request, pk)
    link = request.session.pop("invitation_link", "")
    known = clients.known(company, by=request.user, at=request.now)
    context = {"account": company, "may_edit": may_edit(request), "link": link, **known}
    context["hours"] = accounts_of_hours(prepaid_of_account(company))
    return render(request, "clients/account.html", context)


@for_administrators
def account_add(request: Request) -> HttpResponse:
    form = AccountForm(request.POST or None)
    if not form.is_valid():
        return client_form(request, form, _("New client"), None)
    made = actions.create_account(**form.arguments(), by=request.user, at=request.now)
    return saved(request, _("%s is a client from now on.") % made, "account", made.pk)


@for_administrators
def account_edit(request: Request, pk: int) -> HttpResponse:
    company = account_of(request, pk)
    name, form = company.name, AccountForm(request.POST or None, instance=company)
    if not form.is_valid():
        history = history_url(Area.CLIENTS, company)
        return client_form(request, form, name, company, touches=touches.of_account(company), history=history)
    actions.edit_account(account=company, **form.arguments(), by=request.user, at=request.now)
    return saved(request, _("%s is saved.") % company, "account", pk)


def account_of(request: Request, pk: int) -> Account:
    """The account, if it is the reader's to see."""
    return get_object_or_404(visible_accounts(request.user), pk=pk)


def may_edit(request: Request) -> bool:
    return allows(request.user, Permission.SETTINGS_EDIT)


def client_form(request: Request, form: Any, title: str, company: Account | None, **context: Any) -> HttpResponse:
    """A form about a client; once sent and not valid, with its errors and all that was typed."""
    status = INVALID if form.is_bound and not form.is_valid() else 200
    context = {"form": form, "title": title, "account": company, **context}
    return render(request, "clients/form.html", context, status=status)
