"""The closed lists of interventions, each value with its label, and its tone and icon where it is drawn."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy


class State(TextChoices):
    """Where a visit stands; what may follow what is in lifecycle.py."""

    PLANNED = "planned", pgettext_lazy("intervention", "Planned")
    UNDER_WAY = "under_way", pgettext_lazy("intervention", "Under way")
    DONE = "done", pgettext_lazy("intervention", "Done")
    SIGNED = "signed", pgettext_lazy("intervention", "Signed")
    CANCELLED = "cancelled", pgettext_lazy("intervention", "Cancelled")

    @property
    def tone(self) -> str:
        return _STATE_LOOK[self][0]

    @property
    def icon(self) -> str:
        """A Lucide icon, so that no state is told by colour alone."""
        return _STATE_LOOK[self][1]


_STATE_LOOK = {
    State.PLANNED: ("plain", "calendar"),
    State.UNDER_WAY: ("accent", "map-pin"),
    State.DONE: ("risk", "pen-line"),
    State.SIGNED: ("running", "circle-check"),
    State.CANCELLED: ("paused", "circle-x"),
}

# The states in which a slip says something: from the arrival on.
ON_PAPER = frozenset({State.UNDER_WAY, State.DONE, State.SIGNED})
# The time of a visit that does not take place is free.
TAKES_TIME = frozenset({State.PLANNED, *ON_PAPER})


class SignatureKind(TextChoices):
    """How the client took note of the slip, or why they did not."""

    DRAWN = "drawn", pgettext_lazy("signature", "Drawn on the screen")
    TYPED = "typed", pgettext_lazy("signature", "Name typed")
    STAMP = "stamp", pgettext_lazy("signature", "Stamp photographed")
    PAPER = "paper", pgettext_lazy("signature", "Paper form scanned")
    REFUSED = "refused", pgettext_lazy("signature", "Refused")
    ABSENT = "absent", pgettext_lazy("signature", "Nobody there")

    @property
    def is_signed(self) -> bool:
        return self in SIGNED_KINDS


SIGNED_KINDS = frozenset({SignatureKind.DRAWN, SignatureKind.TYPED, SignatureKind.STAMP, SignatureKind.PAPER})


class PrepaidKind(TextChoices):
    """What moves the balance of prepaid hours."""

    BOUGHT = "bought", pgettext_lazy("prepaid hours", "Bought")
    WORK = "work", pgettext_lazy("prepaid hours", "Work on site")
    TRAVEL = "travel", pgettext_lazy("prepaid hours", "Travel")
    CORRECTION = "correction", pgettext_lazy("prepaid hours", "Correction")
