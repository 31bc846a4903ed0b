"""Two people changed the same: both versions, side by side, and a choice."""

from __future__ import annotations

from typing import Any

from django.db.models import Field
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tickets.conflict import Conflict, Overtaken, text_of

CONFLICT = 409


def conflicted(request: HttpRequest, conflict: Conflict) -> HttpResponse:
    """What they saved beside what was typed: on the ticket's page for htmx, else on a page of its own."""
    context = {
        "ticket": conflict.ticket,
        "sentence": str(conflict),
        "last": conflict.last,
        "both": [_words(conflict, each) for each in conflict.overtaken],
        "again": _again(request, conflict),
        "url": request.path,
    }
    if not request.htmx:  # type: ignore[attr-defined]
        return render(request, "tickets/conflict_page.html", context, status=CONFLICT)
    response = render(request, "tickets/conflict.html", context, status=CONFLICT)
    response.headers["HX-Retarget"], response.headers["HX-Reswap"] = "#conflict", "innerHTML show:top"
    return response


def _words(conflict: Conflict, each: Overtaken) -> dict[str, Any]:
    field = conflict.ticket._meta.get_field(each.name)
    assert isinstance(field, Field)
    return {"name": field.verbose_name, "theirs": _word(field, each.theirs), "mine": _word(field, each.mine)}


def _word(field: Any, value: Any) -> Any:
    return dict(field.flatchoices).get(value, value) if field.choices else value


def _again(request: HttpRequest, conflict: Conflict) -> list[tuple[str, str]]:
    """What was sent, but as if it had been begun on the ticket as it is now."""
    sent = {name: str(value) for name, value in request.POST.items() if name != "csrfmiddlewaretoken"}
    sent["version"] = str(conflict.ticket.version)
    for each in conflict.overtaken:
        sent[f"seen-{each.name}"] = text_of(each.theirs)
    return list(sent.items())
