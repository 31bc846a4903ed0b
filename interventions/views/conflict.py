"""Two filled in the same on a slip: both versions, and a choice."""

from __future__ import annotations

from collections.abc import Iterable

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from interventions.filling import SlipConflict, SlipSeen, in_words, text_of
from interventions.presentation.slip import slip_fields
from interventions.views.on_site import wants_json
from tickets.views.conflict import CONFLICT

Pairs = list[tuple[str, str]]


def slip_conflicted(request: HttpRequest, conflict: SlipConflict) -> HttpResponse:
    """JSON for a phone, which asks its own way; else a page with both versions, to send one of them."""
    both = [
        {"name": each.name, "label": each.label, "theirs": in_words(each.theirs), "mine": in_words(each.mine)}
        for each in conflict.overtaken
    ]
    if wants_json(request):
        answer = {"sentence": str(conflict), "conflicts": both}
        now = {"revision": conflict.slip.revision, "fields": slip_fields(conflict.slip)}
        return JsonResponse(answer | now, status=CONFLICT)
    context = {
        "sentence": str(conflict),
        "slip": conflict.slip,
        "both": both,
        "url": request.path,
        "mine": _again(request, conflict),
        "theirs": _again(request, conflict, without={each.name for each in conflict.overtaken}),
    }
    return render(request, "interventions/slip_conflict.html", context, status=CONFLICT)


def _again(request: HttpRequest, conflict: SlipConflict, without: Iterable[str] = ()) -> Pairs:
    """What was sent, as if it had been begun on the slip as it is now; `without` some fields, which stay theirs."""
    left = tuple(without)
    skipped = {"csrfmiddlewaretoken", "key", "seen", *left}
    is_skipped = ("seen_", "supply_") if "supplies" in left else ("seen_",)
    sent = [(name, value) for name, values in request.POST.lists() for value in values if name not in skipped]
    pairs = [(name, str(value)) for name, value in sent if not name.startswith(is_skipped)]
    seen = SlipSeen.of(conflict.slip)
    known = [(f"seen_{name}", text_of(value)) for name, value in seen.values.items() if name not in left]
    return [*pairs, ("seen", str(seen.revision)), *known]
