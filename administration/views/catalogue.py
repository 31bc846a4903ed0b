"""The catalogue of supplies: list and form."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from administration import touches
from administration.actions import catalogue as actions
from administration.choices import Area
from administration.forms.catalogue import CatalogueFilter, ItemForm
from administration.views.editing import form_page, history_url, saved
from administration.views.frame import for_administrators, settings_page
from interventions.models import CatalogueItem
from interventions.queries.catalogue import named
from tickets.folding import Folded
from tickets.views.request import Request

PAGE_SIZE = 100


@for_administrators
def catalogue(request: Request) -> HttpResponse:
    form = CatalogueFilter(request.GET)
    form.is_valid()
    found = named(CatalogueItem.objects.all(), form.cleaned_data.get("q", ""))
    by_name = found.alias(name=Folded("designation")).order_by("-is_active", "name", "pk")
    page = Paginator(by_name, PAGE_SIZE).get_page(request.GET.get("page"))
    return settings_page(request, "administration/catalogue.html", Area.CATALOGUE, {"form": form, "page": page})


@for_administrators
def catalogue_add(request: Request) -> HttpResponse:
    form = ItemForm(request.POST or None)
    if not form.is_valid():
        return form_page(request, Area.CATALOGUE, form, _("New item of the catalogue"))
    made = actions.create_item(plan=form.plan(), by=request.user, at=request.now)
    return saved(request, _("“%s” is offered from now on.") % made, "catalogue")


@for_administrators
def catalogue_edit(request: Request, pk: int) -> HttpResponse:
    item = get_object_or_404(CatalogueItem, pk=pk)
    name, form = item.designation, ItemForm(request.POST or None, instance=item)
    if not form.is_valid():
        said, history = touches.of_item(item), history_url(Area.CATALOGUE, item)
        return form_page(request, Area.CATALOGUE, form, name, touches=said, history=history)
    actions.edit_item(item=item, plan=form.plan(), by=request.user, at=request.now)
    return saved(request, _("“%s” is saved.") % item, "catalogue")
