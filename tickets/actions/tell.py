"""Tell the house what was said: who is named in a message, and who watches its ticket."""

from __future__ import annotations

import datetime as dt

from tickets.actions.notify import notify
from tickets.choices import MessageKind, NoticeKind
from tickets.mentions import mentions
from tickets.models import Message, Notice, User, Watcher


def tell_house(*, message: Message, kind: NoticeKind, by: User, at: dt.datetime) -> None:
    """One notice a message: who of the house is named in it is told so, who watches the ticket is told of `kind`.

    Who is named in an internal note watches the ticket from then on. The technician is told of what the client
    writes by other means.
    """
    ticket = message.ticket
    told = {"ticket": ticket, "key": key_of(message), "text": " ".join(message.body.split()), "by": by, "at": at}
    named = _named(message.body) if by.is_staff_member else []
    if named:
        notify(people=named, kind=NoticeKind.MENTIONED, **told)  # type: ignore[arg-type]
    told_otherwise = ticket.technician_id if kind == NoticeKind.RECEIVED else None
    people = [each for each in User.objects.filter(watched__ticket=ticket) if each.pk != told_otherwise]
    if people:
        notify(people=people, kind=kind, **told)  # type: ignore[arg-type]
    if message.kind == MessageKind.NOTE:
        Watcher.objects.bulk_create((Watcher(ticket=ticket, user=each) for each in named), ignore_conflicts=True)


def forget(message: Message) -> None:
    """What was said is not any more: nobody is told of it."""
    Notice.objects.filter(key=key_of(message)).delete()


def key_of(message: Message) -> str:
    return f"message:{message.pk}"


def _named(text: str) -> list[User]:
    """People of the house named in the text; two of one name both are."""
    if "@" not in text:
        return []
    people = list(User.objects.of_the_house())
    named = {mention.name for mention in mentions(text, [person.name for person in people])}
    return [person for person in people if person.name in named]
