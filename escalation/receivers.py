"""What follows when a ticket changed."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver

from escalation.actions.set_alarms import set_alarms
from tickets.choices import EventKind
from tickets.models import Event, Ticket
from tickets.signals import ticket_changed


@receiver(ticket_changed)
def keep_alarms(ticket: Ticket, event: Event, **_arguments: Any) -> None:
    """The alarm of each clock is the next step that is true now; an escalation sees to its own."""
    if event.kind != EventKind.ESCALATED:
        set_alarms(ticket=ticket)
