"""What is said to whom about a ticket: rows in the outbox, written in the action's transaction."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from zoneinfo import ZoneInfo

from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from tickets.actions.notify import notify
from tickets.choices import NoticeKind
from tickets.models import Message, OutboxMail, Pause, Ticket, User
from tickets.undoing import UNDO

# Mails under this key were written by a person; all others by the machine, and say so in their headers.
WRITTEN_BY_A_PERSON = "reply:"


def assigned(ticket: Ticket, *, by: User, at: dt.datetime) -> None:
    """Tell the technician, unless they did it themselves."""
    technician = ticket.technician
    if technician is None or technician == by:
        return
    with translation.override(technician.language):
        subject = _("[#%(number)s] Given to you: %(title)s") % {"number": ticket.number, "title": ticket.title}
        body = _("%(by)s gave you this ticket of %(account)s.") % {"by": by, "account": ticket.account}
    key = f"assigned:{ticket.number}:{ticket.version}"
    post(key, to=technician.email, subject=subject, body=body, ticket=ticket, at=at)
    notify(people=[technician], kind=NoticeKind.ASSIGNED, ticket=ticket, key=key, by=by, at=at)


def opened(message: Message, *, at: dt.datetime) -> None:
    """Tell the requester under which number their request stands."""
    ticket = message.ticket
    with translation.override(_language(ticket)):
        body = _("Your request has the number %(number)s. We answer on it; to add something, reply to this message.")
    _to_requester(f"opened:{ticket.number}", ticket, body % {"number": ticket.number}, at)


def replied(message: Message, *, at: dt.datetime) -> None:
    """Send a public reply to the requester and to who gets a copy; it leaves when it cannot be taken back."""
    _say(message, message.body, at)


def resolved(message: Message, *, at: dt.datetime) -> None:
    """Send the solution to the requester and to who gets a copy; it leaves when it cannot be taken back."""
    ticket = message.ticket
    with translation.override(_language(ticket)):
        closing = _("Your request is resolved. If something does not work yet, reply to this message.")
    _say(message, f"{message.body}\n\n{closing}", at)
    notify(
        people=User.objects.filter(watched__ticket=ticket),
        kind=NoticeKind.RESOLVED,
        ticket=ticket,
        key=f"message:{message.pk}",
        text=_line(message),
        by=message.author,
        at=at,
    )


def merged(ticket: Ticket, *, at: dt.datetime) -> None:
    """Tell the requester under which number their matter goes on."""
    with translation.override(_language(ticket)):
        body = _("Your request %(number)s is handled together with %(into)s from now on.") % {
            "number": ticket.number,
            "into": ticket.merged_into_id,
        }
    _to_requester(f"merged:{ticket.number}", ticket, body, at)


def received(message: Message, *, at: dt.datetime) -> None:
    """Tell the technician that the requester wrote."""
    ticket = message.ticket
    if ticket.technician is None:
        return
    with translation.override(ticket.technician.language):
        subject = _("[#%(number)s] The client wrote: %(title)s") % {"number": ticket.number, "title": ticket.title}
    post(f"received:{message.pk}", to=ticket.technician.email, subject=subject, body=message.body, ticket=ticket, at=at)
    notify(
        people=[ticket.technician],
        kind=NoticeKind.RECEIVED,
        ticket=ticket,
        key=f"message:{message.pk}",
        text=_line(message),
        at=at,
    )


def reopened(ticket: Ticket, reason: str, *, by: User, at: dt.datetime) -> None:
    """Tell the technician, unless they did it themselves."""
    technician = ticket.technician
    if technician is None or technician == by:
        return
    with translation.override(technician.language):
        subject = _("[#%(number)s] Reopened: %(title)s") % {"number": ticket.number, "title": ticket.title}
        body = _("%(by)s reopened this ticket: %(reason)s") % {"by": by, "reason": reason}
    key = f"reopened:{ticket.number}:{ticket.version}"
    post(key, to=technician.email, subject=subject, body=body, ticket=ticket, at=at)
    notify(people=[technician], kind=NoticeKind.REOPENED, ticket=ticket, key=key, text=reason, by=by, at=at)


def forgotten(pause: Pause, *, period: int, to: User, at: dt.datetime) -> bool:
    """Bring up a pause that goes on, once a `period`, in opening hours; whether it was not said yet."""
    key = f"paused:{pause.pk}:{period}"
    if OutboxMail.objects.filter(key=key).exists():
        return False
    ticket = pause.ticket
    with translation.override(to.language), timezone.override(ZoneInfo(to.time_zone)):
        words = {
            "number": ticket.number,
            "title": ticket.title,
            "account": ticket.account,
            "status": ticket.get_status_display(),
            "since": date_format(timezone.localtime(pause.from_at), "DATETIME_FORMAT"),
            "reason": pause.reason,
        }
        subject = _("[#%(number)s] Still on hold: %(title)s") % words
        body = _(
            "%(status)s since %(since)s: %(reason)s\nThe clocks of this ticket of %(account)s stand still. "
            "Ask again, or resume the work."
        )
    opening = ticket.policy.calendar.service_hours().next_opening(at)
    post(key, to=to.email, subject=subject, body=body % words, ticket=ticket, at=at, not_before=opening)
    return True


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
    post_all([mail(key, to=to, subject=subject, body=body, ticket=ticket, at=at, not_before=not_before)])


def post_all(mails: Sequence[OutboxMail]) -> None:
    """Put mails into the outbox, in one statement: a sweep or an import writes thousands."""
    OutboxMail.objects.bulk_create(mails, ignore_conflicts=True)


def mail(
    key: str,
    *,
    to: str,
    subject: str,
    body: str,
    ticket: Ticket,
    at: dt.datetime,
    not_before: dt.datetime | None = None,
) -> OutboxMail:
    """One mail as it will stand in the outbox."""
    return OutboxMail(
        key=key,
        ticket=ticket,
        to=to,
        subject=" ".join(subject.split())[:250],
        body=body,
        created_at=at,
        next_attempt_at=not_before or at,
    )


def _say(message: Message, body: str, at: dt.datetime) -> None:
    """Send what is said in public; where the requester has no address, to the first who gets a copy."""
    ticket = message.ticket
    requester = [ticket.contact.email] if ticket.contact and ticket.contact.email else []
    addresses = [*requester, *ticket.copies.values_list("email", flat=True)]
    if not addresses:
        return
    letter = mail(
        f"{WRITTEN_BY_A_PERSON}{message.pk}",
        to=addresses[0],
        subject=f"[#{ticket.number}] {ticket.title}",
        body=body,
        ticket=ticket,
        at=at,
        not_before=at + UNDO if message.undo else at,
    )
    letter.cc = addresses[1:]
    post_all([letter])


def _to_requester(key: str, ticket: Ticket, body: str, at: dt.datetime) -> None:
    if ticket.contact is not None and ticket.contact.email:
        subject = f"[#{ticket.number}] {ticket.title}"
        post(key, to=ticket.contact.email, subject=subject, body=body, ticket=ticket, at=at)


def _line(message: Message) -> str:
    return " ".join(message.body.split())


def _language(ticket: Ticket) -> str:
    return ticket.contact.language if ticket.contact else "fr"
