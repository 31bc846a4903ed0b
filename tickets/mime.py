"""A mail of the outbox as it travels: text and HTML, its headers, and the files of a reply."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from tickets.addresses import address
from tickets.choices import MailKind
from tickets.declining import FOR_CLIENTS, may_decline, token_for
from tickets.identifiers import mail_id, thread_id
from tickets.letter_words import DRAFTS
from tickets.models import Attachment, Contact, EnclosedFile, Letterhead, OutboxMail, User
from tickets.models.user import AUTOMATION_EMAIL

# Files beyond this total are read on the portal: mail servers refuse what is much larger.
MOST_BYTES_OF_FILES = 10 * 1024 * 1024
# What comes back to us under this header, a machine has answered (mail/letter.py counts it).
MARK = "X-Astreinte"
_LINK = re.compile(r"\[([^\]\n]+)\]\((https?://[^)\s]+)\)")
_CONTENT_TYPE = re.compile(r"(?!message/|multipart/)[a-z]+/[\w.+-]+", re.ASCII | re.IGNORECASE)


@dataclass(frozen=True)
class Enclosed:
    """The files that travel with a mail, and those that are too large for it, with the page of each."""

    files: Sequence[Attachment] = ()
    linked: Sequence[tuple[str, str]] = ()


def message_of(mail: OutboxMail, connection: BaseEmailBackend | None = None) -> EmailMultiAlternatives:
    """The mail as it is sent. Its Message-ID comes from its key: sent twice by a crash, it is known as one."""
    house, enclosed, way_out = Letterhead.of_the_house(), enclosed_in(mail), _way_out(mail)
    with translation.override(mail.language):
        shown = _shown(mail, house, enclosed, way_out)
        text = render_to_string("mail/letter.txt", {**shown, "body": plain(mail.body)})
        html = render_to_string("mail/letter.html", shown)
    message = EmailMultiAlternatives(
        mail.subject,
        text,
        to=[mail.to],
        cc=mail.cc,
        reply_to=[house.email or settings.DEFAULT_FROM_EMAIL],
        headers=_headers(mail, way_out),
        connection=connection,
    )
    message.attach_alternative(html, "text/html")
    for attachment in enclosed.files:
        with attachment.file.open("rb") as file:
            message.attach(_name(attachment), file.read(), _content_type(attachment))
    for made in mail.files.all() if mail.pk else ():
        _enclose(message, made)
    return message


def _enclose(message: EmailMultiAlternatives, made: EnclosedFile) -> None:
    """An appointment is another way to read the mail, as calendar programs want it (RFC 6047), and a file, too."""
    content = bytes(made.content)
    if made.content_type.startswith("text/calendar"):
        message.attach_alternative(content.decode(), made.content_type)
        message.attach(made.name, content, "application/ics")
    else:
        message.attach(made.name, content, made.content_type)


def plain(markdown: str) -> str:
    """Markdown as it is read without HTML: as it was written, save links, whose address stands behind their words."""
    return _LINK.sub(r"\1: \2", markdown)


def enclosed_in(mail: OutboxMail) -> Enclosed:
    """Files in their order, as many as fit."""
    if mail.message is None:
        return Enclosed()
    files: list[Attachment] = []
    linked: list[tuple[str, str]] = []
    for attachment in mail.message.attachments.all():
        if sum(file.size for file in files) + attachment.size <= MOST_BYTES_OF_FILES:
            files.append(attachment)
        else:
            linked.append((attachment.name, address("attachment", attachment.pk)))
    return Enclosed(files, linked)


def _shown(mail: OutboxMail, house: Letterhead, enclosed: Enclosed, way_out: str) -> dict[str, Any]:
    ticket, kind = mail.ticket, mail.kind
    return {
        "language": mail.language,
        "subject": mail.subject,
        "house": house.name or "Astreinte",
        "phone": house.phone,
        "body": mail.body,
        "linked": enclosed.linked,
        "number": ticket.number if ticket else None,
        "page": _page(mail),
        "why": DRAFTS[MailKind(kind)].why if kind else "",
        "way_out": way_out,
        "choices": "" if kind in FOR_CLIENTS or not way_out else address("me"),
    }


def _page(mail: OutboxMail) -> str:
    """The page of the ticket for who reads this mail; none for a client who cannot sign in."""
    ticket = mail.ticket
    if ticket is None or not mail.kind:
        return ""
    if mail.kind not in FOR_CLIENTS:
        return address("ticket", ticket.number)
    has_access = ticket.contact is not None and ticket.contact.user_id is not None
    return address("portal_ticket", ticket.number) if has_access else ""


def _way_out(mail: OutboxMail) -> str:
    """The page on which who gets the mail says that they do not want such; empty where they cannot."""
    person = _addressee(mail)
    if person is None or not mail.kind or mail.kind not in may_decline(person):
        return ""
    return address("unsubscribe", token_for(person, mail.kind))


def _addressee(mail: OutboxMail) -> User | Contact | None:
    if mail.kind in FOR_CLIENTS:
        contact = mail.ticket.contact if mail.ticket else None
        return contact if contact is not None and contact.email == mail.to else None
    return User.objects.filter(email__iexact=mail.to).first()


def _headers(mail: OutboxMail, way_out: str) -> dict[str, str]:
    headers = {"Message-ID": mail.identifier or mail_id(mail.key), "Content-Language": mail.language, MARK: "1"}
    answered = [mail.in_reply_to] if mail.in_reply_to else []
    if mail.ticket_id is not None:
        headers["References"] = " ".join([thread_id(mail.ticket_id), *answered])
    if answered:
        headers["In-Reply-To"] = answered[0]
    if way_out:
        headers["List-Unsubscribe"] = f"<{way_out}>"
        if way_out.startswith("https:"):
            headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return headers | _automatic(mail)


def _automatic(mail: OutboxMail) -> dict[str, str]:
    """RFC 3834 marks what no person wrote, so that no machine answers it; Microsoft has a header of its own.

    What has no kind answers a mail that could not be followed.
    """
    author = mail.message.author if mail.message else None
    if author is not None and author.email != AUTOMATION_EMAIL:
        return {}
    kind = "auto-replied" if mail.kind in ("", MailKind.OPENED) else "auto-generated"
    return {"Auto-Submitted": kind, "X-Auto-Response-Suppress": "All"}


def _name(attachment: Attachment) -> str:
    return " ".join(attachment.name.split()) or _("file")


def _content_type(attachment: Attachment) -> str:
    """As it was claimed; a whole mail, or what makes no sense, is bytes."""
    fits = _CONTENT_TYPE.fullmatch(attachment.content_type)
    return attachment.content_type if fits else "application/octet-stream"
