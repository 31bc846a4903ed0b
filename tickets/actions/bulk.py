"""One verb for many tickets: each through its own action, in a transaction of its own."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from tickets.models import Ticket, User
from tickets.numbers import MOST_TOGETHER
from tickets.refusal import ActionRefused


@dataclass(frozen=True)
class Outcome:
    """What became of one ticket; `refusal` is the sentence of its action, empty where it was done."""

    ticket: Ticket
    refusal: str = ""


def change_each(
    *, tickets: Iterable[Ticket], change: Callable[..., object], by: User, at: dt.datetime
) -> list[Outcome]:
    """Do `change(ticket=, by=, at=)` to each ticket; one that is refused keeps no other from being done.

    Raises ActionRefused where no ticket is given, or more than fit in one go.
    """
    chosen = list(tickets)
    if not chosen:
        raise ActionRefused(_("No ticket is selected: select some first."))
    if len(chosen) > MOST_TOGETHER:
        raise ActionRefused(
            _("%(count)s tickets are selected: at most %(limit)s are changed in one go.")
            % {"count": len(chosen), "limit": MOST_TOGETHER}
        )
    return [_change(ticket, change, by, at) for ticket in chosen]


def _change(ticket: Ticket, change: Callable[..., object], by: User, at: dt.datetime) -> Outcome:
    try:
        with transaction.atomic():
            change(ticket=ticket, by=by, at=at)
    except ActionRefused as refusal:
        return Outcome(ticket, str(refusal))
    return Outcome(ticket)
