"""What is said to whom about a ticket: rows in the outbox, written in the action's transaction."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.utils import timezone
from django.utils.formats import date_format

from tickets.actions.notify import notices, notify
from tickets.actions.post import Recipient, letter, post, post_all, wanted
from tickets.choices import MailKind, NoticeKind
from tickets.models import Clock, Message, OutboxMail, Pause, Rating, Ticket, User
from tickets.rating_links import rating_links
from tickets.undoing import UNDO
from tickets.waking import wakes_at
from tickets.written import OR_NOTHING, write

# Mails under this key were written by a person, who may take them back before they leave.
WRITTEN_BY_A_PERSON = "reply:"


def assigned(ticket: Ticket, *, by: User, at: dt.datetime, clocks: Sequence[Clock] | None = None) -> None:
    """Tell the technician, unless they did it themselves; the `clocks` of the ticket where they are at hand."""
    technician = ticket.technician
    if technician is None or technician == by:
        return
    key, to, words = f"assigned:{ticket.number}:{ticket.version}", Recipient.of(technician), {"by": by}
    wakes = wakes_at(ticket, at, clocks)
    mails = wanted(key, MailKind.ASSIGNED, to=to, words=words, ticket=ticket, at=at, not_before=wakes)
    told = notices(people=[technician], kind=NoticeKind.ASSIGNED, ticket=ticket, key=key, by=by, at=at)
    write(mails, told, ending=OR_NOTHING)


def opened(message: Message, *, at: dt.datetime) -> None:
    """Tell the requester under which number their request stands."""
    _to_requester(f"opened:{message.ticket.number}", MailKind.OPENED, message.ticket, {}, at)


def replied(message: Message, *, at: dt.datetime) -> None:
    """Send a public reply to the requester and to who gets a copy; it leaves when it cannot be taken back."""
    _say(message, MailKind.REPLY, {"text": message.body, "author": message.author}, at)


def resolved(message: Message, *, at: dt.datetime) -> None:
    """Send the solution to the requester and to who gets a copy; it leaves when it cannot be taken back."""
    _say(message, MailKind.RESOLVED, {"solution": message.body, "author": message.author}, at)
    notify(
        people=User.objects.filter(watched__ticket=message.ticket),
        kind=NoticeKind.RESOLVED,
        ticket=message.ticket,
        key=f"message:{message.pk}",
        text=_line(message),
        by=message.author,
        at=at,
    )


def closed(ticket: Ticket, *, at: dt.datetime) -> None:
    """Ask the requester how it was, once a closing."""
    if ticket.contact is not None:
        _to_requester(f"closed:{ticket.number}:{ticket.version}", MailKind.CLOSED, ticket, rating_links(ticket), at)


def merged(ticket: Ticket, *, at: dt.datetime) -> None:
    """Tell the requester under which number their matter goes on."""
    _to_requester(f"merged:{ticket.number}", MailKind.MERGED, ticket, {"into": ticket.merged_into_id}, at)


def received(message: Message, *, at: dt.datetime) -> None:
    """Tell the technician that the requester wrote."""
    ticket = message.ticket
    if ticket.technician is None:
        return
    to = Recipient.of(ticket.technician)
    post(f"received:{message.pk}", MailKind.RECEIVED, to=to, words={"text": message.body}, ticket=ticket, at=at)
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
    key = f"reopened:{ticket.number}:{ticket.version}"
    words = {"by": by, "reason": reason}
    post(key, MailKind.REOPENED, to=Recipient.of(technician), words=words, ticket=ticket, at=at)
    notify(people=[technician], kind=NoticeKind.REOPENED, ticket=ticket, key=key, text=reason, by=by, at=at)


def rated(rating: Rating, *, at: dt.datetime) -> None:
    """Tell the technician what the client says of the work."""
    ticket = rating.ticket
    if ticket.technician is None:
        return
    key = f"rated:{ticket.number}:{ticket.version}"
    words = {"score": rating.get_score_display, "comment": rating.comment}
    post(key, MailKind.RATED, to=Recipient.of(ticket.technician), words=words, ticket=ticket, at=at)
    text = " ".join(rating.comment.split()) or str(rating.get_score_display())
    notify(people=[ticket.technician], kind=NoticeKind.RATED, ticket=ticket, key=key, text=text, at=at)


def forgotten(pause: Pause, *, period: int, to: User, at: dt.datetime) -> bool:
    """Bring up a pause that goes on, once a `period`, in opening hours; whether it was not said yet."""
    key = f"paused:{pause.pk}:{period}"
    if OutboxMail.objects.filter(key=key).exists():
        return False
    words = {
        "status": pause.ticket.get_status_display,
        "since": lambda: date_format(timezone.localtime(pause.from_at), "DATETIME_FORMAT"),
        "reason": pause.reason,
    }
    post(key, MailKind.FORGOTTEN, to=Recipient.of(to), words=words, ticket=pause.ticket, at=at)
    return True


def _say(message: Message, kind: MailKind, words: dict[str, object], at: dt.datetime) -> None:
    """Send what is said in public; where the requester has no address, to the first who gets a copy."""
    ticket = message.ticket
    requester = Recipient.of_contact(ticket.contact) if ticket.contact else Recipient("", "fr")
    wanted = [requester.email] if requester.email and kind not in requester.muted else []
    addresses = [*wanted, *ticket.copies.values_list("email", flat=True)]
    if not addresses:
        return
    mail = letter(
        f"{WRITTEN_BY_A_PERSON}{message.pk}",
        kind,
        to=Recipient(addresses[0], requester.language),
        words=words,
        ticket=ticket,
        at=at,
        not_before=at + UNDO if message.undo else at,
        message=message,
        cc=addresses[1:],
    )
    post_all([mail])


def _to_requester(key: str, kind: MailKind, ticket: Ticket, words: dict[str, object], at: dt.datetime) -> None:
    if ticket.contact is not None:
        post(key, kind, to=Recipient.of_contact(ticket.contact), words=words, ticket=ticket, at=at)


def _line(message: Message) -> str:
    return " ".join(message.body.split())
