"""What follows when tickets changed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.dispatch import receiver

from escalation.actions.set_alarms import set_alarms_of, set_first_alarms
from tickets.choices import EventKind
from tickets.clocks import Ledger
from tickets.models import Event
from tickets.signals import tickets_changed


@receiver(tickets_changed)
def keep_alarms(events: Sequence[Event], opened: Ledger | None, **_arguments: Any) -> None:
    """The alarm of each clock is the next step that is true now; an escalation sees to its own."""
    if opened is not None:
        set_first_alarms(ledger=opened)
        return
    changed = {event.ticket_id: event.ticket for event in events if event.kind != EventKind.ESCALATED}
    if changed:
        set_alarms_of(tickets=list(changed.values()))
