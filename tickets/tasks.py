"""What Celery runs for tickets."""

from celery import shared_task
from django.utils import timezone

from tickets.actions import refresh_search as search
from tickets.actions.remind_pauses import remind_pauses as bring_up_pauses
from tickets.actions.send_outbox import send_due_mails

MAILS_A_ROUND = 200


@shared_task(name="tickets.send_outbox")
def send_outbox() -> None:
    """Send the mails that are due; beat calls it, and anybody may call it at the same time."""
    send_due_mails(timezone.now(), MAILS_A_ROUND)


@shared_task(name="tickets.remind_pauses")
def remind_pauses() -> None:
    """Bring up the pauses that were forgotten; beat calls it, and anybody may call it at the same time."""
    bring_up_pauses(timezone.now())


@shared_task(name="tickets.refresh_search")
def refresh_search() -> None:
    """Give the tickets of renamed clients their new words; beat calls it, and anybody may at the same time."""
    search.refresh_search()
