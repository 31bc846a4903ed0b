"""The page of a slip on site, and the same as JSON for a phone that sends what it kept."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from typing import Any

from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import get_format

from interventions.actions.arrive import usual_work_type
from interventions.choices import State
from interventions.content import written_quantity
from interventions.filling import Filled, SlipSeen, SupplyLine
from interventions.forms.sent import SentForm
from interventions.forms.slip import ArriveForm, FillForm, LeaveForm, PhotoForm, TimesForm
from interventions.forms.supplies import TypedLine, typed_lines
from interventions.models import Intervention, Photo, Slip
from interventions.permissions import may_carry_out
from interventions.presentation.signing import signing_forms, signing_part
from interventions.presentation.stop import slip_if_any, stops_of
from interventions.queries.day import visits_of
from tickets.models import Ticket, User

# Without a script there is always room for two more.
BLANK_LINES = 2
_BLANK = TypedLine("", "", "", "", "")


def slip_page(intervention: Intervention, by: User, at: dt.datetime, sent: SentForm | None = None) -> dict[str, Any]:
    """All that the page shows; `sent` is a form that came back with something wrong, as it was typed."""
    slip = slip_if_any(intervention)
    forms = (
        _forms(intervention.ticket, slip, at)
        | signing_forms(intervention, at)
        | ({sent.verb: sent} if sent is not None else {})
    )
    return {
        "intervention": intervention,
        "ticket": intervention.ticket,
        "stop": stops_of([intervention])[0],
        "stops": _way(intervention, by),
        "slip": slip,
        "state": state_shown(intervention),
        "is_frozen": slip is not None and slip.is_frozen,
        "may_fill": may_carry_out(by, intervention),
        "forms": forms,
        "lines": _lines(slip, sent),
        "blank": _BLANK,
        "seen": _seen(slip, sent),
        "photos": _photos(slip),
        "signing": signing_part(slip),
        "day": timezone.localdate(intervention.starts_at),
    }


def state_shown(intervention: Intervention) -> State:
    """What the page is drawn as: a slip that is frozen changes no more, signed or not."""
    slip = slip_if_any(intervention)
    return State.SIGNED if slip is not None and slip.is_frozen else State(intervention.state)


def slip_answer(intervention: Intervention, sentence: str = "") -> dict[str, Any]:
    """What a phone is told: what stands on the slip now."""
    slip = slip_if_any(intervention)
    return {
        "sentence": sentence,
        "state": intervention.state,
        "revision": slip.revision if slip else 0,
        "number": slip.number if slip else "",
        "frozen": slip is not None and slip.is_frozen,
        "arrived_at": _instant(slip.arrived_at) if slip and intervention.state != State.PLANNED else None,
        "departed_at": _instant(slip.departed_at) if slip and slip.departed_at else None,
        "fields": slip_fields(slip),
        "photos": [
            {"key": str(photo.key), "url": reverse("photo", args=[photo.pk]), "caption": photo.caption}
            for photo in _photos(slip)
        ],
    }


def slip_fields(slip: Slip | None) -> dict[str, Any]:
    """The fields as they are saved; empty before the first arrival."""
    if slip is None:
        return {"findings": "", "observations": "", "work_type": "", "travel_minutes": 0, "supplies": []}
    filled = Filled.of(slip)
    return {
        "findings": filled.findings,
        "observations": filled.observations,
        "work_type": slip.work_type_id,
        "travel_minutes": filled.travel_minutes,
        "supplies": [{**line.said(), "item": line.item.pk if line.item else ""} for line in filled.supplies or ()],
    }


def _forms(ticket: Ticket, slip: Slip | None, at: dt.datetime) -> dict[str, SentForm]:
    forms = (ArriveForm(at=at), LeaveForm(at=at), PhotoForm(at=at), TimesForm(at=at, slip=slip))
    # Who arrives without network fills in what the server will have made of the arrival.
    usual = {} if slip else {"work_type": usual_work_type(ticket).pk}
    return {form.verb: form for form in (*forms, FillForm(at=at, slip=slip, initial=usual))}


def _way(intervention: Intervention, by: User) -> Sequence[Any]:
    """The visits of the reader on that day, beside the slip where there is room."""
    day = timezone.localtime(intervention.starts_at).replace(hour=0, minute=0, second=0, microsecond=0)
    return visits_of(by, day, day + dt.timedelta(days=1))


def _lines(slip: Slip | None, sent: SentForm | None) -> list[TypedLine]:
    """The lines as they were typed, or as they stand on the slip; then blank ones."""
    if isinstance(sent, FillForm) and isinstance(sent.data, QueryDict):
        lines = typed_lines(sent.data)
    else:
        lines = [_typed(line) for line in (Filled.of(slip).supplies if slip else None) or ()]
    return [*lines, *[_BLANK] * BLANK_LINES]


def _typed(line: SupplyLine) -> TypedLine:
    quantity = written_quantity(line.quantity).replace(".", get_format("DECIMAL_SEPARATOR"))
    item = str(line.item.pk) if line.item else ""
    return TypedLine(quantity, line.unit, line.designation, line.reference, item)


def _seen(slip: Slip | None, sent: SentForm | None) -> list[tuple[str, str]]:
    """Hidden fields: what the page knows of the slip; what comes back was made when it was first shown."""
    if isinstance(sent, FillForm):
        return [(name, str(value)) for name, value in sent.data.items() if name.startswith("seen")]
    if slip is None:
        return [("seen_supplies", json.dumps([]))]
    seen = SlipSeen.of(slip)
    return [("seen", str(seen.revision)), *((f"seen_{name}", text) for name, text in seen.values.items())]


def _photos(slip: Slip | None) -> list[Photo]:
    return list(slip.photos.filter(removed_at=None)) if slip else []


def _instant(at: dt.datetime) -> str:
    return at.astimezone(dt.UTC).isoformat()
