"""Mails as tests write them: made by the standard library, taken in as the product takes them."""

from __future__ import annotations

import datetime as dt
import io
from email.message import EmailMessage
from email.utils import make_msgid

from mail.actions.handle import handle_mail
from mail.actions.store import store_mail
from mail.choices import Purpose
from mail.models import InboundMail
from mail.words import line_of

HELPDESK, ESCALATION = Purpose.HELPDESK, Purpose.ESCALATION
ADDRESS = "helpdesk@example.org"


def mail(
    text: str = "L'imprimante du premier étage ne répond plus.",
    *,
    sender: str = "Nadia <nadia@client.example.org>",
    subject: str = "Imprimante",
    to: str = ADDRESS,
    message_id: str | None = None,
    **headers: str,
) -> EmailMessage:
    """A mail of the cast's client; further headers by their names, with underscores for hyphens."""
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = sender, to, subject
    made["Message-ID"] = message_id or make_msgid(domain="client.example.org")
    made["Date"] = "Mon, 12 Oct 2026 10:00:00 +0200"
    for name, value in headers.items():
        made[name.replace("_", "-")] = value
    made.set_content(text)
    return made


def take(made: EmailMessage | bytes, at: dt.datetime, purpose: Purpose = HELPDESK) -> InboundMail:
    """Stored and handled, as `receive_mail` does."""
    raw = made if isinstance(made, bytes) else made.as_bytes()
    return handle_mail(mail=store_mail(raw=io.BytesIO(raw), purpose=purpose, at=at), at=at)


def line(made: EmailMessage | bytes, at: dt.datetime, purpose: Purpose = HELPDESK) -> str:
    """What `receive_mail` prints of it."""
    return line_of(take(made, at, purpose))
