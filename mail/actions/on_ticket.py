"""File a mail on the ticket that it is about."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from mail.actions.filing import Content
from mail.actions.result import Result
from mail.choices import Outcome
from mail.deciding import Found
from mail.letter import Letter
from tickets.actions.note import add_note
from tickets.actions.notify import notify
from tickets.actions.reply import receive_reply, reply_to_ticket
from tickets.actions.tell import key_of
from tickets.choices import NoticeKind, Source
from tickets.models import Contact, Message, Ticket, User


def append(letter: Letter, found: Found, at: dt.datetime) -> Result:
    """What the client wrote joins the conversation."""
    message = receive(letter, found.ticket, writer_of(letter, found), at)
    return Result(Outcome.APPENDED, found.ticket, message)


def receive(letter: Letter, ticket: Ticket, contact: Contact, at: dt.datetime) -> Message:
    """The mail as a reply of the contact; the machine files it."""
    content = Content.of(letter)
    return receive_reply(
        ticket=ticket,
        contact=contact,
        body=content.body,
        html=content.html,
        quoted=content.quoted,
        identifier=content.identifier,
        attachments=content.files,
        source=Source.EMAIL,
        by=User.objects.automation(),
        at=at,
    )


def writer_of(letter: Letter, found: Found) -> Contact:
    """In whose name the sender writes; who only gets copies becomes a contact of no company."""
    return found.writer or contact_of_no_company(letter)


def contact_of_no_company(letter: Letter) -> Contact:
    """Somebody who may be read on a ticket, and asks for nothing: a supplier, a copied address."""
    email = letter.sender.email
    known = Contact.objects.filter(email__iexact=email).order_by("pk").first() if email else None
    name = letter.sender.name.strip() or email or _("Unknown sender")
    return known or Contact.objects.create(email=email[:254], name=name[:120])


def answer(letter: Letter, found: Found, colleague: User, at: dt.datetime) -> Result:
    """A colleague answers the client from their own mail program."""
    content = Content.of(letter)
    message = reply_to_ticket(ticket=found.ticket, body=content.body, attachments=content.files, by=colleague, at=at)
    return Result(Outcome.APPENDED, found.ticket, message)


def note(letter: Letter, found: Found, at: dt.datetime) -> Result:
    """What a machine answered, for the house to read."""
    words = _("Automatic answer of %(sender)s: %(subject)s") % {
        "sender": letter.sender.email,
        "subject": letter.subject,
    }
    return _noted(letter, found, words, at)


def note_bounce(letter: Letter, found: Found, at: dt.datetime) -> Result:
    """Who was not reached; the technician is told."""
    failed = ", ".join(letter.failed) or _("an address that it does not name")
    words = _("A mail about this ticket did not reach %(failed)s.") % {"failed": failed}
    result = _noted(letter, found, words, at)
    technician = found.ticket.technician
    if technician is not None and result.message is not None:
        key = key_of(result.message)
        told = {"ticket": found.ticket, "key": key, "text": words, "at": at}
        notify(people=[technician], kind=NoticeKind.UNSENT, **told)  # type: ignore[arg-type]
    return result


def _noted(letter: Letter, found: Found, words: str, at: dt.datetime) -> Result:
    content = Content.of(letter)
    quote = "\n".join(f"> {line}" for line in content.body[:5_000].splitlines())
    message = add_note(
        ticket=found.ticket,
        body=f"{words}\n\n{quote}",
        attachments=content.files,
        by=User.objects.automation(),
        at=at,
    )
    return Result(Outcome.APPENDED, found.ticket, message)
