"""A slip in the office, and the pictures that stand under it."""

from __future__ import annotations

from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from interventions.models import Signature
from interventions.permissions import visible_slips
from interventions.presentation.office_slip import office_slip
from interventions.queries.slips import slip_numbered
from tickets.views.request import Request


@require_safe
def slip(request: Request, number: str) -> HttpResponse:
    """What it says, its versions, and what can be done about it."""
    slips = visible_slips(request.user).select_related(
        "intervention__ticket__account",
        "intervention__ticket__contact",
        "intervention__site",
        "intervention__contact",
        "work_type",
    )
    found = slip_numbered(number, among=slips)
    if found is None:
        raise Http404
    return render(request, "interventions/office_slip.html", office_slip(found, request.user, request.now))


@require_safe
def slip_signature(request: Request, pk: int) -> FileResponse:
    """A stamp, or the scan of the paper form. A picture, known by its bytes, a page may draw; a PDF is a download."""
    signatures = Signature.objects.filter(version__slip__in=visible_slips(request.user)).exclude(picture="")
    found = get_object_or_404(signatures.select_related("version__slip"), pk=pk)
    name = f"{found.version.slip.number}.{found.picture_type.rpartition('/')[2]}"
    is_picture = found.picture_type.startswith("image/")
    return FileResponse(
        found.picture.open(), as_attachment=not is_picture, filename=name, content_type=found.picture_type
    )
