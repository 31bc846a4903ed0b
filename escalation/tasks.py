"""What Celery runs."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from escalation.actions.sweep import sweep as run_sweep


@shared_task(name="escalation.sweep")
def sweep() -> None:
    """Fire what is due now. Nothing is parked in the broker until a deadline: the database holds the alarms."""
    run_sweep(at=timezone.now())
