"""The closed lists of escalation."""

from enum import StrEnum

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class OffsetTime(TextChoices):
    """In what time a rung counts from the deadline."""

    BUSINESS = "business", _("business time")
    REAL = "real", _("real time")


class Service(TextChoices):
    """For which service a contact of a level answers."""

    ALL = "all", _("All")
    PRODUCTION = "production", _("Production")
    SUPPORT = "support", _("Support")


class Trigger(TextChoices):
    """What set an escalation off."""

    AUTOMATIC = "automatic", _("Automatic")
    REQUESTED = "requested", _("Requested")


class RequestState(StrEnum):
    """Where a ticket stands with an escalation that somebody may ask for; a sentence goes with each."""

    OPEN = "open"
    TOO_EARLY = "too early"
    ASKED = "asked"
    PAUSED = "paused"
    KEPT = "kept"
    OVER = "over"
    WRONG_PRIORITY = "wrong priority"
    NO_LADDER = "no ladder"


class Purpose(TextChoices):
    """What a line of the reach matrix is for."""

    TRIGGER = "trigger", _("How to reach us")
    ESCALATE = "escalate", _("How to escalate")
