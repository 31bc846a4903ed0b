"""What is said to whom about a visit: rows in the outbox, written in the action's transaction."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from interventions.models import Intervention
from tickets.models import User


def planned(intervention: Intervention, *, by: User, at: dt.datetime) -> None:
    """Invite the contact on site, and tell the technicians."""


def moved(intervention: Intervention, *, before: Sequence[User], by: User, at: dt.datetime) -> None:
    """Tell the contact and the technicians, those who do not come any more, too."""


def cancelled(intervention: Intervention, *, by: User, at: dt.datetime) -> None:
    """Tell the contact and the technicians that nobody comes."""
