"""Which status may follow which. Pure; docs/lifecycle.md is generated from TRANSITIONS."""

from __future__ import annotations

from django.utils.translation import gettext as _

from tickets.choices import OPEN_STATUSES, Status
from tickets.refusal import ActionRefused

S = Status
_WORK = {S.ASSIGNED, S.IN_PROGRESS, S.WAITING_CLIENT, S.WAITING_THIRD_PARTY, S.SCHEDULED}
_ENDS = {S.RESOLVED, S.CANCELLED, S.MERGED}
_REOPENED = {S.NEW, S.ASSIGNED, S.IN_PROGRESS, S.WAITING_CLIENT, S.WAITING_THIRD_PARTY}

# From an open status to any status of work: nothing in a telephone helpdesk goes in a straight line.
# Back to new goes what is routed to a cell where nobody is present, or reopened without a technician.
TRANSITIONS: dict[Status, frozenset[Status]] = {
    S.NEW: frozenset(_WORK | _ENDS),
    S.ASSIGNED: frozenset({S.NEW} | _WORK | _ENDS),
    S.IN_PROGRESS: frozenset(_WORK | _ENDS),
    S.WAITING_CLIENT: frozenset(_WORK | _ENDS),
    S.WAITING_THIRD_PARTY: frozenset(_WORK | _ENDS),
    S.SCHEDULED: frozenset(_WORK | _ENDS),
    S.RESOLVED: frozenset({S.CLOSED, S.MERGED} | _REOPENED),
    S.CLOSED: frozenset(_REOPENED),
    S.CANCELLED: frozenset({S.NEW, S.ASSIGNED}),
    S.MERGED: frozenset(),
}


def can(current: str, wanted: str) -> bool:
    """Whether the table lets `wanted` follow `current`."""
    return Status(wanted) in TRANSITIONS[Status(current)]


def check(current: str, wanted: str) -> None:
    """Raise ActionRefused with a sentence unless `wanted` may follow `current`."""
    if not can(current, wanted):
        raise ActionRefused(
            _("This ticket is “%(current)s”: it cannot become “%(wanted)s”.")
            % {"current": Status(current).label, "wanted": Status(wanted).label}
        )


def check_open(current: str) -> None:
    """Raise ActionRefused with a sentence unless the ticket is still being worked on."""
    if current == Status.MERGED:
        raise ActionRefused(_("This ticket was merged into another: go on there."))
    if current not in OPEN_STATUSES:
        raise ActionRefused(_("This ticket is “%(current)s”: reopen it first.") % {"current": Status(current).label})


def check_over(current: str) -> None:
    """Raise ActionRefused with a sentence if the ticket is still being worked on."""
    if current in OPEN_STATUSES:
        raise ActionRefused(
            _("This ticket is “%(current)s”: there is nothing to reopen.") % {"current": Status(current).label}
        )
