"""The list of tickets: what is due next comes first."""

from __future__ import annotations

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from tickets import live
from tickets.forms.listing import ColumnsForm, ListFilterForm
from tickets.listing import Listing
from tickets.named import with_name
from tickets.numbers import number_in
from tickets.permissions import Permission, allows, visible_accounts, visible_contacts, visible_tickets
from tickets.presentation.listing import chips, counts, emptiness, order_label, orders, saving, table
from tickets.views.request import Request

NAMES_OFFERED = 20


@require_safe
def ticket_list(request: Request) -> HttpResponse:
    """The tickets that the URL asks for. Who searches for a number that exists is taken to that ticket."""
    number = number_in(request.GET.get("q", ""))
    if number is not None and visible_tickets(request.user).filter(pk=number).exists():
        return redirect("ticket", number)
    # Read before the tickets are: what changes in between is told once more, never missed.
    stamp = live.stamp()
    listing = Listing(request.GET, request.user, request.now)
    shown = {
        "listing": listing,
        "stamp": stamp,
        "etag": live.etag(stamp),
        "updates_url": f"{reverse('ticket_updates')}?{request.GET.urlencode()}",
        "chips": chips(listing),
        "counts": counts(listing),
        "saving": saving(listing),
        "orders": orders(listing),
        "order_label": order_label(listing),
        "empty": emptiness(listing),
        "exports": allows(request.user, Permission.TICKET_EXPORT),
        **table(listing),
    }
    return render(request, "tickets/list.html", shown)


@require_safe
def ticket_filter(request: Request) -> HttpResponse:
    """The form of the filters, or, once it is sent, the list that it asks for."""
    listing = Listing(request.GET, request.user, request.now)
    form = ListFilterForm(request.GET if "apply" in request.GET else None, listing=listing)
    if form.is_valid():
        return redirect(_clean(request, form.changes()))
    template = "tickets/list_filter.html" if request.htmx else "tickets/list_filter_page.html"  # type: ignore[attr-defined]
    return render(request, template, {"form": form, "listing": listing, "kept": _kept(listing)})


@require_safe
def ticket_columns(request: Request) -> HttpResponse:
    """The form of the columns, or, once it is sent, the list that shows them."""
    listing = Listing(request.GET, request.user, request.now)
    if "apply" in request.GET:
        return redirect(reverse("ticket_list") + listing.url({"columns": ",".join(request.GET.getlist("column"))}))
    form = ColumnsForm(listing=listing)
    template = "tickets/list_columns.html" if request.htmx else "tickets/list_columns_page.html"  # type: ignore[attr-defined]
    return render(request, template, {"form": form, "listing": listing, "kept": listing.parameters})


@require_safe
def ticket_names(request: Request) -> HttpResponse:
    """The names of clients or contacts that begin like what is typed, for the form of the filters."""
    kind = "account" if "account" in request.GET else "contact"
    rows = visible_accounts(request.user) if kind == "account" else visible_contacts(request.user)
    names = with_name(rows, request.GET.get(kind, "")).values_list("name", flat=True).distinct()[:NAMES_OFFERED]
    return render(request, "tickets/list_names.html", {"names": names})


def _clean(request: Request, changes: dict[str, list[str]]) -> str:
    """The address of the list with the filters asked for, as short as it can be."""
    asked = QueryDict(mutable=True)
    for name, values in [*changes.items(), *((name, request.GET.getlist(name)) for name in NOT_FILTERS)]:
        if values:
            asked.setlist(name, values)
    return reverse("ticket_list") + Listing(asked, request.user, request.now).url()


NOT_FILTERS = ("view", "order", "columns", "saved")


def _kept(listing: Listing) -> dict[str, list[str]]:
    return {name: values for name, values in listing.parameters.items() if name in NOT_FILTERS}
