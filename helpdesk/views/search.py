"""Search: tickets by their words, or straight to the one whose number was typed."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET

from tickets.choices import OPEN_STATUSES
from tickets.models import Ticket
from tickets.numbers import number_in
from tickets.permissions import visible_tickets
from tickets.presentation.hit_row import row
from tickets.presentation.hits import hits
from tickets.search import MOST_CHARACTERS, found, ranked
from tickets.views.request import Request

PAGE_SIZE = 25
STATES = ("open", "done")


@require_GET
def search(request: Request) -> HttpResponse:
    """Best first, open or done; `q` is what is searched."""
    text = request.GET.get("q", "").replace("\0", "").strip()[:MOST_CHARACTERS]
    # What begins with a zero is the end of a phone number.
    number = None if text.startswith("0") else number_in(text)
    if number is not None and visible_tickets(request.user).filter(pk=number).exists():
        return redirect("ticket", number)
    state = request.GET.get("state", "")
    numbers, has_more = ranked(_in_state(found(request.user, text), state))
    page = Paginator(numbers, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "text": text,
        "tabs": _tabs(request, state),
        "page": page,
        "rows": [row(hit, request.now) for hit in hits(page.object_list, text, request.user)],
        "count": len(numbers),
        "has_more": has_more,
    }
    return render(request, "search/search.html", context)


def _in_state(tickets: QuerySet[Ticket], state: str) -> QuerySet[Ticket]:
    if state not in STATES:
        return tickets
    is_open = {"status__in": OPEN_STATUSES}
    return tickets.filter(**is_open) if state == "open" else tickets.exclude(**is_open)


def _tabs(request: Request, state: str) -> list[dict[str, Any]]:
    labels = {"": _("All"), "open": pgettext("tickets", "Open"), "done": pgettext("tickets", "Done")}
    return [{"label": label, "url": _url(request, name), "current": name == state} for name, label in labels.items()]


def _url(request: Request, state: str) -> str:
    asked = request.GET.copy()
    asked.pop("page", None)
    asked["state"] = state
    if not state:
        del asked["state"]
    return f"?{asked.urlencode()}"
