"""The office's page of one visit."""

from __future__ import annotations

from typing import Any

from interventions import lifecycle
from interventions.choices import State
from interventions.forms.planning import CancelForm, ErrandForm, MoveForm
from interventions.models import Intervention
from interventions.proposals import times_of
from tickets.spans import Span

VERBS = ("move", "describe", "cancel")


def visit_page(visit: Intervention, **refused: Any) -> dict[str, Any]:
    """All that the page shows; `refused` are forms, by verb, that are shown again."""
    slip = getattr(visit, "slip", None)
    forms = {verb: refused.get(verb) or empty_form(verb, visit) for verb in VERBS}
    return {
        "visit": visit,
        "state": State(visit.state),
        "crew": list(visit.crew.select_related("technician").order_by("technician__name")),
        "slip": slip,
        "is_to_come": visit.state == State.PLANNED,
        "may_be_cancelled": lifecycle.can(visit.state, State.CANCELLED) and slip is None,
        "verbs": [(verb, forms[verb], bool(refused.get(verb))) for verb in VERBS],
        **{f"{verb}_form": form for verb, form in forms.items()},
        "opened": next((verb for verb in VERBS if refused.get(verb)), "move"),
    }


def empty_form(verb: str, visit: Intervention) -> MoveForm | ErrandForm | CancelForm:
    """The form of a verb with what the visit is now."""
    if verb == "move":
        return move_form(visit)
    if verb == "cancel":
        return CancelForm()
    names = ("purpose", "site", "contact", "instructions")
    initial = {name: getattr(visit, f"{name}_id", None) or getattr(visit, name) for name in names}
    return ErrandForm(ticket=visit.ticket, visit=visit, initial=initial)


def move_form(visit: Intervention, span: Span | None = None) -> MoveForm:
    """With the times of the visit, or with those that are proposed."""
    times = times_of(span or Span(visit.starts_at, visit.ends_at))
    technicians = [place.technician_id for place in visit.crew.all()]
    return MoveForm(visit=visit, initial={**times, "technicians": technicians, "seen": visit.sequence})
