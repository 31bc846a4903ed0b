"""What is said to whom about a ticket: rows in the outbox, written in the action's transaction."""

from __future__ import annotations

import datetime as dt

from django.utils import translation
from django.utils.translation import gettext as _

from tickets.models import Message, OutboxMail, Ticket, User


def assigned(ticket: Ticket, *, by: User, at: dt.datetime) -> None:
    """Tell the technician, unless they did it themselves."""
    technician = ticket.technician
    if technician is None or technician == by:
        return
    with translation.override(technician.language):
        subject = _("[#%(number)s] Given to you: %(title)s") % {
            "number": ticket.number,
            "title": ticket.title,
        }
        body = _("%(by)s gave you this ticket of %(account)s.") % {"by": by, "account": ticket.account}
    post(
        f"assigned:{ticket.number}:{ticket.version}",
        to=technician.email,
        subject=subject,
        body=body,
        ticket=ticket,
        at=at,
    )


def replied(message: Message, *, at: dt.datetime) -> None:
    """Send a public reply to the requester, where they have an address."""
    ticket = message.ticket
    if ticket.contact is None or not ticket.contact.email:
        return
    subject = f"[#{ticket.number}] {ticket.title}"
    post(
        f"reply:{message.pk}",
        to=ticket.contact.email,
        subject=subject,
        body=message.body,
        ticket=ticket,
        at=at,
    )


def post(
    key: str,
    *,
    to: str,
    subject: str,
    body: str,
    ticket: Ticket,
    at: dt.datetime,
    not_before: dt.datetime | None = None,
) -> None:
    """Put one mail into the outbox; the same `key` is never said twice."""
    OutboxMail.objects.get_or_create(
        key=key,
        defaults={
            "ticket": ticket,
            "to": to,
            "subject": subject[:250],
            "body": body,
            "created_at": at,
            "next_attempt_at": not_before or at,
        },
    )
