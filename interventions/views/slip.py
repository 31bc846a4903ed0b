"""The slip on the phone, its photos, and what the catalogue has."""

from __future__ import annotations

from django.http import FileResponse, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from interventions.permissions import visible_photos
from interventions.presentation.slip import slip_answer
from interventions.queries.catalogue import catalogue_items
from interventions.views.on_site import intervention_of, shown, wants_json
from tickets.views.request import Request


@require_safe
def slip_fill(request: Request, pk: int) -> HttpResponse:
    intervention = intervention_of(request, pk)
    if wants_json(request):
        return JsonResponse(slip_answer(intervention))
    return shown(request, intervention)


@require_safe
def photo(request: Request, pk: int) -> FileResponse:
    """Only what was a picture by its first bytes came in: a page may draw it."""
    found = get_object_or_404(visible_photos(request.user), pk=pk)
    name = f"{found.key}.{found.content_type.removeprefix('image/')}"
    return FileResponse(found.file.open(), filename=name, content_type=found.content_type)


@require_safe
def catalogue_search(request: Request) -> JsonResponse:
    """What may be left at a client's, by words of its designation or reference: for suggestions."""
    items = catalogue_items(request.GET.get("q", ""))
    return JsonResponse(
        {
            "items": [
                {"pk": item.pk, "designation": item.designation, "reference": item.reference, "unit": item.unit}
                for item in items
            ]
        }
    )
