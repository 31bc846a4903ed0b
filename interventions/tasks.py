"""What happens beside the pages, at the hours of the beat."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from interventions.actions.mail_slips import mail_slips


@shared_task(name="interventions.mail_slips")
def mail_slips_task() -> int:
    """Send clients the slips that were signed; every few seconds."""
    return mail_slips(at=timezone.now())
