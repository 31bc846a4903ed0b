"""A move that can be taken back: kept in the session until the next page shows it."""

from __future__ import annotations

from typing import Any

from django.contrib.sessions.backends.base import SessionBase
from django.urls import reverse
from django.utils.translation import gettext as _

from interventions.models import Intervention
from interventions.presentation.words import told

KEY = "undo_move"


def before_move(visit: Intervention) -> dict[str, Any]:
    """What a form would have to send for the visit to be where it is."""
    crew = list(visit.crew.all())
    return {
        "starts_at": visit.starts_at.isoformat(),
        "ends_at": visit.ends_at.isoformat(),
        "technicians": [place.technician_id for place in crew],
        "despite": "" if all(place.blocks for place in crew) else "on",
    }


def keep_undo(session: SessionBase, before: dict[str, Any], moved: Intervention) -> None:
    """Offer the way back of a move on the page that follows."""
    sentence = _("Moved: %(visit)s.") % {"visit": told(moved)}
    url = reverse("intervention_move", args=[moved.pk])
    session[KEY] = {**before, "seen": moved.sequence, "url": url, "sentence": sentence}


def take_undo(session: SessionBase) -> dict[str, Any] | None:
    """What was kept, once; None where nothing was moved."""
    return session.pop(KEY, None) if KEY in session else None
