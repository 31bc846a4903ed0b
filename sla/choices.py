"""The closed lists of service levels: metrics and priorities, with the words people see."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Metric(TextChoices):
    """What a clock measures (ITIL): until somebody answers, and until it works again."""

    RESPONSE = "response", _("First response")
    RESOLUTION = "resolution", _("Resolution")


class Priority(TextChoices):
    """How grave it is, from the gravest; the order of declaration is the order of rank."""

    CRITICAL = "critical", _("Critical")
    HIGH = "high", _("High")
    MEDIUM = "medium", _("Medium")
    LOW = "low", _("Low")

    @property
    def rank(self) -> int:
        """0 for the gravest."""
        return list(Priority).index(self)

    @property
    def heard(self) -> str:
        """What the operator hears on the phone when this is the right priority."""
        return str(_HEARD[self])

    @property
    def stopped(self) -> str:
        """The answer to "what is stopped?" that leads to this priority."""
        return str(_STOPPED[self])


_HEARD = {
    Priority.CRITICAL: _("The company's production is stopped"),
    Priority.HIGH: _("A user's production is stopped or seriously degraded, without workaround"),
    Priority.MEDIUM: _("An incident that is annoying but not blocking; a workaround exists"),
    Priority.LOW: _("A service request"),
}
_STOPPED = {
    Priority.CRITICAL: _("the whole company"),
    Priority.HIGH: _("one user, without workaround"),
    Priority.MEDIUM: _("nothing, but it is annoying"),
    Priority.LOW: _("nothing, it is a request"),
}
