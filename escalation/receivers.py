"""What follows when a ticket changed."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver

from escalation.actions.set_alarms import set_alarms
from tickets.models import Ticket
from tickets.signals import ticket_changed


@receiver(ticket_changed)
def keep_alarms(ticket: Ticket, **_arguments: Any) -> None:
    """The next rung of each clock is the one that is true now."""
    set_alarms(ticket=ticket)
