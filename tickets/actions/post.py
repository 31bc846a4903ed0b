"""Put mails into the outbox, in the transaction of what they tell."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import connection
from django.utils import timezone, translation

from tickets.choices import MailKind
from tickets.declining import ALWAYS, FOR_CLIENTS, FOR_HOUSE
from tickets.identifiers import mail_id
from tickets.letters import Phrases, Values
from tickets.models import Contact, EnclosedFile, Message, OutboxMail, Ticket, User
from tickets.waking import wakes_at
from tickets.written import OR_NOTHING, write


@dataclass(frozen=True)
class Recipient:
    """Where a mail goes, in whose language and time zone, and what they do not want."""

    email: str
    language: str = settings.LANGUAGE_CODE
    time_zone: str = settings.TIME_ZONE
    muted: Collection[str] = ()

    @classmethod
    def of(cls, user: User) -> Recipient:
        return cls(user.email, user.language, user.time_zone, user.muted)

    @classmethod
    def of_contact(cls, contact: Contact) -> Recipient:
        return cls(contact.email, contact.language, muted=contact.muted)

    @contextmanager
    def spoken_to(self) -> Iterator[None]:
        """Words and dates are those of who reads them."""
        with translation.override(self.language), timezone.override(ZoneInfo(self.time_zone)):
            yield


def post(
    key: str,
    kind: MailKind,
    *,
    to: Recipient,
    words: Values,
    ticket: Ticket | None,
    at: dt.datetime,
    not_before: dt.datetime | None = None,
) -> None:
    """Put one mail into the outbox, unless it is not wanted; the same `key` is never said twice."""
    post_all(wanted(key, kind, to=to, words=words, ticket=ticket, at=at, not_before=not_before))


def post_all(mails: Sequence[OutboxMail]) -> None:
    """Put mails into the outbox, in one statement: a sweep or an import writes thousands."""
    write(mails, ending=OR_NOTHING)


def wanted(
    key: str,
    kind: MailKind,
    *,
    to: Recipient,
    words: Values,
    ticket: Ticket | None,
    at: dt.datetime,
    not_before: dt.datetime | None = None,
) -> list[OutboxMail]:
    """The mail that `post` puts into the outbox; none where it is not wanted."""
    if not to.email or (kind in to.muted and kind not in ALWAYS):
        return []
    return [letter(key, kind, to=to, words=words, ticket=ticket, at=at, not_before=not_before)]


def post_enclosing(mail: OutboxMail, *files: EnclosedFile) -> None:
    """Put one mail into the outbox with files that were made for it, once for its key."""
    if OutboxMail.objects.filter(key=mail.key).exists():
        return
    mail.save(force_insert=True)
    for file in files:
        file.mail = mail
        file.save(force_insert=True)


def letter(
    key: str,
    kind: MailKind,
    *,
    to: Recipient,
    words: Values,
    ticket: Ticket | None,
    at: dt.datetime,
    not_before: dt.datetime | None = None,
    message: Message | None = None,
    cc: Sequence[str] = (),
    phrases: Phrases | None = None,
) -> OutboxMail:
    """One mail as it will stand in the outbox.

    `words` are what its kind has beyond those of the ticket; `message` is the reply whose files go with it;
    `phrases` are read once by who writes many. What is told to the house while the service is closed, about a
    promise that sleeps, too, is held until the next opening, and then leaves with all else that was.
    """
    if not_before is None and ticket is not None and kind in FOR_HOUSE:
        not_before = wakes_at(ticket, at)
    with to.spoken_to():
        said = (phrases or Phrases.of(kind)).compose(to.language, {**_words_of(ticket), **words})
    return OutboxMail(
        key=key,
        kind=kind,
        language=to.language,
        ticket=ticket,
        to=to.email,
        cc=list(cc),
        subject=said.subject,
        body=said.body,
        message=message,
        identifier=mail_id(key),
        in_reply_to=_last_word(ticket) if ticket is not None and kind in FOR_CLIENTS else "",
        created_at=at,
        next_attempt_at=not_before or at,
        is_held=kind in FOR_HOUSE and not_before is not None and not_before > at,
    )


def _words_of(ticket: Ticket | None) -> Values:
    if ticket is None:
        return {}
    return {
        "number": ticket.number,
        "title": ticket.title,
        "account": lambda: ticket.account,
        "contact": lambda: ticket.contact or "",
    }


def _last_word(ticket: Ticket) -> str:
    """The Message-ID of the last mail of the client on this ticket, which ours answers."""
    with connection.cursor() as cursor:
        cursor.execute(_LAST_WORD, [ticket.pk])
        found = cursor.fetchone()
    return found[0] if found else ""


_LAST_WORD = """
SELECT identifier
FROM tickets_message
WHERE ticket_id = %s AND author_id IS NULL AND identifier <> ''
ORDER BY at DESC, id DESC
LIMIT 1
"""
