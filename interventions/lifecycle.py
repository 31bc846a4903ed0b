"""Which state of a visit may follow which. Pure; docs/lifecycle.md is generated from TRANSITIONS."""

from __future__ import annotations

from django.utils.translation import gettext as _

from interventions.choices import State
from tickets.refusal import ActionRefused

S = State

# An arrival by mistake is taken back; what was signed is done again once it is corrected.
TRANSITIONS: dict[State, frozenset[State]] = {
    S.PLANNED: frozenset({S.UNDER_WAY, S.CANCELLED}),
    S.UNDER_WAY: frozenset({S.PLANNED, S.DONE}),
    S.DONE: frozenset({S.UNDER_WAY, S.SIGNED}),
    S.SIGNED: frozenset({S.DONE}),
    S.CANCELLED: frozenset(),
}


def can(current: str, wanted: str) -> bool:
    """Whether the table lets `wanted` follow `current`."""
    return State(wanted) in TRANSITIONS[State(current)]


def check(current: str, wanted: str) -> None:
    """Raise ActionRefused with a sentence unless `wanted` may follow `current`."""
    if not can(current, wanted):
        raise ActionRefused(
            _("This intervention is “%(current)s”: it cannot become “%(wanted)s”.")
            % {"current": State(current).label, "wanted": State(wanted).label}
        )
