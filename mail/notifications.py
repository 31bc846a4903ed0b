"""What a mail to the escalation address is answered: at most one mail, and only to a person."""

from __future__ import annotations

import datetime as dt
import hashlib

from django.utils import translation
from django.utils.translation import gettext as _

from mail.models import InboundMail
from tickets.identifiers import mail_id
from tickets.models import Contact, OutboxMail, Ticket


def refused(mail: InboundMail, ticket: Ticket, contact: Contact, sentence: str, at: dt.datetime) -> None:
    """The message stands on the ticket; why it is not escalated. `sentence` is in the contact's language."""
    with translation.override(contact.language):
        body = _("Your message stands on request %(number)s. It is not escalated. %(why)s") % {
            "number": ticket.number,
            "why": sentence,
        }
    _answer(mail, ticket, contact, body, at)


def how_to_escalate(mail: InboundMail, ticket: Ticket, contact: Contact, at: dt.datetime) -> None:
    """The mail named no request that could be escalated: what to write."""
    with translation.override(contact.language):
        body = _(
            "Your message stands on request %(number)s. To have a request escalated, write its number in the subject "
            "of a mail to this address. If the production of your company is stopped, write PRODUCTION ARRETEE."
        ) % {"number": ticket.number}
    _answer(mail, ticket, contact, body, at)


def _answer(mail: InboundMail, ticket: Ticket, contact: Contact, body: str, at: dt.datetime) -> None:
    """Once a mail, however often it comes."""
    if not mail.sender:
        return
    digest = hashlib.sha256((mail.identifier or mail.digest).encode()).hexdigest()[:40]
    key = f"mail-answer:{digest}"
    row = OutboxMail(
        key=key,
        ticket=ticket,
        to=mail.sender[:254],
        subject=" ".join(f"[#{ticket.number}] {ticket.title}".split())[:250],
        body=body,
        language=contact.language,
        identifier=mail_id(key),
        in_reply_to=mail.identifier,
        created_at=at,
        next_attempt_at=at,
    )
    OutboxMail.objects.bulk_create([row], ignore_conflicts=True)
