"""What Celery runs for tickets."""

from celery import shared_task
from django.utils import timezone

from tickets.actions.send_outbox import send_due_mails

MAILS_A_ROUND = 200


@shared_task(name="tickets.send_outbox")
def send_outbox() -> None:
    """Send the mails that are due; beat calls it, and anybody may call it at the same time."""
    send_due_mails(timezone.now(), MAILS_A_ROUND)
