"""What became of a promise, as a report counts it."""

from django.db.models import IntegerChoices
from django.utils.translation import gettext_lazy as _


class Outcome(IntegerChoices):
    """The outcome of a metric of a ticket is the gravest of its cycles; the order is the order of gravity."""

    NO_COMMITMENT = 0, _("No commitment")
    KEPT = 1, _("Kept")
    PENDING = 2, _("Not due yet")
    MISSED = 3, _("Missed")

    @property
    def key(self) -> str:
        """Its name in addresses and files."""
        return self.name.lower()

    @property
    def tone(self) -> str:
        return _LOOK[self][0]

    @property
    def icon(self) -> str:
        return _LOOK[self][1]


_LOOK = {
    Outcome.NO_COMMITMENT: ("paused", "minus"),
    Outcome.KEPT: ("running", "check"),
    Outcome.PENDING: ("accent", "timer"),
    Outcome.MISSED: ("overdue", "x"),
}
