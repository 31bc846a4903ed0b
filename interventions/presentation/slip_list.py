"""The list of slips as it is drawn."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from interventions.actions.time_entries import MINUTE, minutes_on_site
from interventions.choices import State
from interventions.models import Slip
from interventions.queries.slip_filters import Standing, Unsigned
from interventions.queries.slip_list import SlipListing


def rows(slips: Iterable[Slip]) -> list[dict[str, Any]]:
    """A line a slip, of `SlipListing.rows`."""
    return [_row(slip) for slip in slips]


def people_of(slip: Slip) -> list[str]:
    """Who was sent, by name."""
    return [place.technician.name for place in slip.intervention.crew.all()]


def unsigned_of(slip: Slip) -> str:
    """“Refused: wants to ask first”; empty where somebody signed, or nobody has said anything."""
    kind: str = slip.unsigned_kind or ""  # type: ignore[attr-defined]
    if not kind:
        return ""
    return _("%(name)s: %(value)s") % {"name": Unsigned(kind).label, "value": slip.unsigned_reason}  # type: ignore[attr-defined]


def state_words(slip: Slip) -> str:
    """What is to sign is over, and nobody has said why it is not signed."""
    state = State(slip.intervention.state)
    is_to_sign = state == State.DONE and not unsigned_of(slip)
    return str(Standing.TO_SIGN.label if is_to_sign else state.label)


def chips(listing: SlipListing) -> list[dict[str, str]]:
    """The filters in force, each with the list without it."""
    address = reverse("slip_list")
    return [
        {
            "name": each.label,
            "value": choice.words,
            "remove_url": address + listing.query(without=(each.name, *each.others)),
        }
        for each, choice in listing.choices
    ]


def shortcuts(listing: SlipListing) -> list[dict[str, Any]]:
    """What is looked for most, side by side."""
    asked = listing.parameters.get("state", "")
    found: list[tuple[str, str]] = [("", _("All")), *((each.value, str(each.label)) for each in _TABS)]
    base = listing.query(without=("state", "reason"))
    return [
        {
            "label": label,
            "url": reverse("slip_list") + (f"{base or '?'}{'&' if base else ''}state={state}" if state else base),
            "current": asked == state,
        }
        for state, label in found
    ]


_TABS = (Standing.TO_SIGN, Standing.UNDER_WAY, Standing.SIGNED)


def _row(slip: Slip) -> dict[str, Any]:
    state = State(slip.intervention.state)
    is_over = slip.departed_at is not None
    return {
        "slip": slip,
        "ticket": slip.intervention.ticket,
        "people": ", ".join(people_of(slip)),
        "site": slip.intervention.site,
        "on_site": minutes_on_site(slip) * MINUTE if is_over else None,
        "travel": slip.travel_minutes * MINUTE if slip.travel_minutes else None,
        "state": {"label": state_words(slip), "tone": state.tone, "icon": state.icon},
        "unsigned": unsigned_of(slip),
    }
