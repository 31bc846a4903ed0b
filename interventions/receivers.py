"""What follows for visits when tickets changed."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver
from django.utils.translation import gettext as _

from interventions.actions.cancel import call_off
from interventions.actions.follow import follow_merge
from tickets.choices import EventKind
from tickets.models import Event
from tickets.signals import ticket_changed


@receiver(ticket_changed)
def go_along(event: Event, **_arguments: Any) -> None:
    """Visits to come go with a ticket that is merged, and nobody is sent for one that is cancelled."""
    if event.kind == EventKind.MERGED:
        follow_merge(ticket=event.ticket)
    elif event.kind == EventKind.CANCELLED:
        reason = event.data.get("reason") or _("the ticket was cancelled")
        call_off(ticket=event.ticket, reason=reason, by=event.by, at=event.at)
