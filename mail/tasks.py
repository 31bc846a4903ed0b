"""What Celery runs for mail that comes in."""

from celery import shared_task
from django.utils import timezone

from mail.actions.fetch import fetch_mails
from mail.actions.handle import handle_waiting_mails
from mail.models import Mailbox

MAILS_A_ROUND = 100


@shared_task(name="mail.poll")
def poll() -> None:
    """Have each mailbox read by a task of its own: one that hangs or fails stops no other."""
    for pk in Mailbox.objects.filter(is_active=True).values_list("pk", flat=True):
        poll_mailbox.apply_async((pk,), expires=30)


@shared_task(name="mail.poll_mailbox")
def poll_mailbox(pk: int) -> None:
    """Fetch what came, and handle it; anybody may call it at the same time."""
    mailbox = Mailbox.objects.filter(pk=pk, is_active=True).first()
    if mailbox is not None and fetch_mails(mailbox=mailbox, at=timezone.now()):
        handle()


@shared_task(name="mail.handle")
def handle() -> None:
    """Handle the mails that are due, one at a time; anybody may call it at the same time."""
    handle_waiting_mails(timezone.now(), MAILS_A_ROUND)
