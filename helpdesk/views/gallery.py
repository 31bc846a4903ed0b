"""The gallery: every piece of the interface in all its states, on one page of the house."""

from datetime import datetime

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from helpdesk.views import gallery_examples as examples
from sla.choices import Priority
from tickets.choices import Status
from tickets.models import User
from tickets.permissions import Permission, require


def gallery(request: HttpRequest) -> HttpResponse:
    """For the house only: what every component looks like."""
    assert isinstance(request.user, User)
    require(request.user, Permission.GALLERY_VIEW)
    now: datetime = request.now  # type: ignore[attr-defined]
    context = {
        "clocks": [(clock, examples.drawing(clock)) for clock in examples.clocks(now)],
        "overdue": examples.clocks(now)[2],
        "overdue_meter": examples.drawing(examples.clocks(now)[2]),
        "statuses": Status,
        "priorities": list(reversed(Priority)),
        "names": ["Philippe", "Jérôme", "Pascal", "Loïc"],
        "form": examples.ExampleForm({"title": "Plus aucun appel entrant", "phone": "04 65 7", "kind": "i"}),
        "heads": examples.heads(),
        "groups": [{"label": _("Overdue"), "tone": "overdue", "hint": "…", "rows": examples.rows(now)}],
        "entries": examples.entries(now),
        "rungs": examples.rungs(now),
        "steps": examples.steps(),
        "tabs": examples.tabs(),
        "bars": examples.bars(),
        "items": examples.items(),
        "page": Paginator(range(300), 100).page(2),
    }
    return render(request, "gallery.html", context)
