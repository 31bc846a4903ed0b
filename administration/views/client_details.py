"""The contracts and contacts of a client."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from administration import clients, touches
from administration.actions import accounts, contacts, people
from administration.forms.clients import ContactForm, ContractForm
from administration.views.clients import account_of, client_form
from administration.views.editing import saved, site_of
from administration.views.frame import for_administrators
from tickets.models import Contract
from tickets.permissions import Permission, require
from tickets.views.request import Request


@for_administrators
def contract_add(request: Request, pk: int) -> HttpResponse:
    account = account_of(request, pk)
    form = ContractForm(request.POST or None, instance=Contract(account=account))
    if not form.is_valid():
        return client_form(request, form, _("New contract"), account, touches=touches.of_contracts(account, None))
    accounts.create_contract(account=account, plan=form.plan(), by=request.user, at=request.now)
    return saved(request, _("The contract is saved."), "account", pk)


@for_administrators
def contract_edit(request: Request, pk: int, contract: int) -> HttpResponse:
    account = account_of(request, pk)
    row = get_object_or_404(account.contracts.select_related("account", "policy"), pk=contract)
    title, form = _("Contract “%s”") % row.policy, ContractForm(request.POST or None, instance=row)
    if not form.is_valid():
        said = touches.of_contracts(account, row)
        return client_form(request, form, title, account, touches=said, contract=row)
    accounts.edit_contract(contract=row, plan=form.plan(), by=request.user, at=request.now)
    return saved(request, _("The contract is saved."), "account", pk)


@require_POST
@for_administrators
def contract_remove(request: Request, pk: int, contract: int) -> HttpResponse:
    row = get_object_or_404(account_of(request, pk).contracts.select_related("account", "policy"), pk=contract)
    accounts.remove_contract(contract=row, by=request.user, at=request.now)
    return saved(request, _("The contract is removed."), "account", pk)


def contact_add(request: Request, pk: int) -> HttpResponse:
    require(request.user, Permission.CONTACT_CREATE)
    account, form = account_of(request, pk), ContactForm(request.POST or None)
    if not form.is_valid():
        return client_form(request, form, _("New contact"), account)
    made = contacts.add_contact(account=account, **form.arguments(), by=request.user, at=request.now)
    told = {"name": made, "account": account}
    return saved(request, _("%(name)s is a contact of %(account)s.") % told, "account", pk)


def contact_edit(request: Request, pk: int, contact: int) -> HttpResponse:
    require(request.user, Permission.CONTACT_CREATE)
    account = account_of(request, pk)
    person = get_object_or_404(account.contacts, pk=contact)
    name, form = person.name, ContactForm(request.POST or None, instance=person)
    if not form.is_valid():
        return client_form(request, form, name, account)
    contacts.edit_contact(account=account, contact=person, **form.arguments(), by=request.user, at=request.now)
    return saved(request, _("%s is saved.") % person, "account", pk)


@require_POST
@for_administrators
def contact_sight(request: Request, pk: int, contact: int) -> HttpResponse:
    place = get_object_or_404(clients.affiliation_of(account_of(request, pk), contact))
    sees = request.POST.get("sees") == "1"
    contacts.grant_sight(affiliation=place, sees=sees, by=request.user, at=request.now)
    said = _("%s sees the tickets of the company.") if sees else _("%s sees their own tickets alone.")
    return saved(request, said % place.contact, "account", pk)


@require_POST
@for_administrators
def contact_remove(request: Request, pk: int, contact: int) -> HttpResponse:
    place = get_object_or_404(clients.affiliation_of(account_of(request, pk), contact))
    contacts.end_affiliation(affiliation=place, by=request.user, at=request.now)
    told = {"name": place.contact, "account": place.account}
    return saved(request, _("%(name)s is not of %(account)s any more.") % told, "account", pk)


@require_POST
@for_administrators
def contact_invite(request: Request, pk: int, contact: int) -> HttpResponse:
    place = get_object_or_404(clients.affiliation_of(account_of(request, pk), contact))
    person, link = people.invite_contact(contact=place.contact, site=site_of(request), by=request.user, at=request.now)
    request.session["invitation_link"] = link
    return saved(request, _("%s is invited.") % person, "account", pk)
