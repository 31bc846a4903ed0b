"""The sites of a client: where the house goes, written by the whole house."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from administration import touches
from administration.actions import sites as actions
from administration.forms.sites import SiteForm
from administration.views.clients import account_of, client_form
from administration.views.editing import saved
from interventions.models import Site
from tickets.permissions import Permission, require
from tickets.views.request import Request


def site_add(request: Request, pk: int) -> HttpResponse:
    require(request.user, Permission.VISIT_PLAN)
    account, form = account_of(request, pk), SiteForm(request.POST or None)
    if not form.is_valid():
        return client_form(request, form, _("New site"), account)
    made = actions.create_site(account=account, place=form.place(), by=request.user, at=request.now)
    return saved(request, _("%s is a site from now on.") % made, "account", pk)


def site_edit(request: Request, pk: int, site: int) -> HttpResponse:
    require(request.user, Permission.VISIT_PLAN)
    account = account_of(request, pk)
    place = get_object_or_404(Site, account=account, pk=site)
    name, form = str(place), SiteForm(request.POST or None, instance=place)
    if not form.is_valid():
        return client_form(request, form, name, account, touches=touches.of_site(place))
    changed = actions.change_site(site=place, place=form.place(), by=request.user, at=request.now)
    return saved(request, _("%s is saved.") % changed, "account", pk)
