"""The button of a requested escalation, and what it says."""

from __future__ import annotations

import datetime as dt
from typing import Any

from escalation.queries import request_rule
from tickets.models import Ticket, User


def escalation_panel(ticket: Ticket, user: User, at: dt.datetime) -> dict[str, Any]:
    """What templates/portal/escalation.html takes as `panel`."""
    return {"rule": request_rule(ticket, at)}
