"""The two mailboxes of the demo, on the mail server that `make run` starts beside it."""

from __future__ import annotations

from django.conf import settings

from helpdesk.demo import cast
from mail.choices import Purpose, Security
from mail.models import Mailbox
from tickets.models import Queue
from tickets.seeds import IT

HOST = "127.0.0.1"
ADDRESSES = {Purpose.HELPDESK: "support@example.org", Purpose.ESCALATION: "escalade@example.org"}
SECRET = "DEMO_MAIL_PASSWORD"


def connect_mailboxes() -> None:
    """Have the mailboxes lead to where the mail server listens today; without one, nobody reads them."""
    if not cast.is_there():
        return
    port = settings.DEMO_IMAP_PORT
    server = {"host": HOST, "port": port, "security": Security.NONE, "is_active": bool(port)}
    for purpose, address in ADDRESSES.items():
        made = {"purpose": purpose, "queue": Queue.objects.get(name=IT), "username": address, "secret_name": SECRET}
        Mailbox.objects.update_or_create(address=address, defaults=server, create_defaults=server | made)
