"""The portal's own words: what a client says and reads, without a term of the trade."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sla.choices import Priority
from tickets.choices import Status

# The answers to "what is stopped?", each a priority.
STOPPED: dict[Priority, tuple[str | Promise, str | Promise]] = {
    Priority.CRITICAL: (_("The whole company"), _("nobody can work")),
    Priority.HIGH: (_("A person or a team"), _("they cannot work")),
    Priority.MEDIUM: (_("Nothing, but it annoys us"), _("we can work all the same")),
    Priority.LOW: (_("Nothing: I would like something"), _("a new device, an access, a change, advice")),
}
STATUSES: dict[Status, str | Promise] = {
    Status.NEW: pgettext_lazy("portal", "Received"),
    Status.ASSIGNED: pgettext_lazy("portal", "Received"),
    Status.IN_PROGRESS: pgettext_lazy("portal", "We are working on it"),
    Status.WAITING_CLIENT: pgettext_lazy("portal", "We wait for your answer"),
    Status.WAITING_THIRD_PARTY: pgettext_lazy("portal", "We wait for a supplier"),
    Status.SCHEDULED: pgettext_lazy("portal", "Planned"),
    Status.RESOLVED: pgettext_lazy("portal", "Solved, we think"),
    Status.CLOSED: pgettext_lazy("portal", "Closed"),
    Status.CANCELLED: pgettext_lazy("portal", "Cancelled"),
    Status.MERGED: pgettext_lazy("portal", "Goes on in another ticket"),
}


def stopped(priority: str) -> str:
    """What is stopped, in one sentence: "The whole company: nobody can work"."""
    what, means = STOPPED[Priority(priority)]
    return f"{what} ({means})"
