"""What Celery runs for the settings."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from administration.actions.carry_out import carry_out_next


@shared_task(name="administration.carry_out")
def carry_out() -> None:
    """Carry out the edits that wait; the database holds them, so a killed worker leaves them to the next one."""
    while carry_out_next(at=timezone.now()) is not None:
        pass
