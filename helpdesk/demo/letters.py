"""The mails of the demo: what left, as it is read by who gets it, and what a client writes to us."""

from __future__ import annotations

from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage as Read

from django.core.mail import EmailMessage
from django.db.models import QuerySet

from helpdesk.demo.mailboxes import ADDRESSES
from mail.choices import Purpose
from tickets.mime import message_of
from tickets.models import Contact, OutboxMail

# Somebody whom the helpdesk does not know.
STRANGER = "inconnu@example.net"
HEADERS = ("From", "To", "Cc", "Reply-To", "Message-ID", "In-Reply-To", "References", "Auto-Submitted")


@dataclass(frozen=True)
class Opened:
    """A mail as its reader opens it."""

    headers: list[tuple[str, str]]
    text: str
    html: str
    files: list[str]


def mails() -> QuerySet[OutboxMail]:
    """Everything that left or waits to, the newest first."""
    return OutboxMail.objects.order_by("-created_at", "-pk")


def open_mail(mail: OutboxMail) -> Opened:
    """What the mail server is given."""
    read: Read = message_from_bytes(message_of(mail).message().as_bytes(), policy=policy.default)
    return Opened(
        headers=[(name, str(read[name])) for name in HEADERS if read[name]],
        text=_content(read, "plain"),
        html=_content(read, "html"),
        files=[part.get_filename() or part.get_content_type() for part in read.iter_attachments()],
    )


def writers() -> list[tuple[str, str]]:
    """Who may be written as: the contacts of the demo, and somebody unknown."""
    contacts = Contact.objects.exclude(email="").prefetch_related("accounts").order_by("name", "pk")
    known = [(each.email, f"{each.name}, {', '.join(map(str, each.accounts.all()))}") for each in contacts]
    return [*known, (STRANGER, STRANGER)]


def write_to_us(*, writer: str, purpose: Purpose, subject: str, text: str, answered: OutboxMail | None = None) -> None:
    """A client's mail to the helpdesk or the escalation address, by SMTP. Raises OSError where no server answers."""
    name = Contact.objects.filter(email=writer).values_list("name", flat=True).first()
    sender = f"{name} <{writer}>" if name else writer
    mail = EmailMessage(" ".join(subject.split()), text, sender, [ADDRESSES[purpose]])
    if answered is not None:
        said = message_of(answered).extra_headers
        mail.extra_headers = {
            "In-Reply-To": said["Message-ID"],
            "References": " ".join(filter(None, [said.get("References"), said["Message-ID"]])),
        }
    mail.send()


def _content(read: Read, kind: str) -> str:
    body = read.get_body((kind,))
    return str(body.get_content()) if body else ""
