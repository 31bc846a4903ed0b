"""Home: the tickets that a client may see."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portal.listing import MOST_OPEN, Listing
from portal.presentation.rows import row
from portal.presentation.slips import slip_row
from portal.reach import reach_when_all_is_stopped
from portal.slips import slips_to_sign
from tickets.permissions import Permission, allows
from tickets.views.request import Request


@require_safe
def home(request: Request) -> HttpResponse:
    """What is to sign; open tickets, first what waits for the client; then those that are done, by pages."""
    listing = Listing(request.GET, request.user)
    is_first = listing.number == 1
    shows_slips = is_first and not listing.is_narrowed
    accounts = [listing.account] if listing.account else [each for each in listing.accounts if each.is_active]
    context = {
        "listing": listing,
        "is_first": is_first,
        "to_sign": [slip_row(slip) for slip in slips_to_sign(request.user)] if shows_slips else [],
        "open": [row(ticket, request.user, request.now) for ticket in listing.open] if is_first else [],
        "is_cut": is_first and len(listing.open) == MOST_OPEN,
        "done": [row(ticket, request.user, request.now) for ticket in listing.done],
        "shows_account": len(listing.accounts) > 1,
        "may_ask": allows(request.user, Permission.TICKET_REQUEST),
        "reach": reach_when_all_is_stopped(accounts, request.now),
    }
    return render(request, "portal/home.html", context)
