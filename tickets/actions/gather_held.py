"""Gather what was held while the service was closed: one mail an address."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import defaultdict
from collections.abc import Sequence

from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from tickets.actions.post import Recipient, letter, post_all
from tickets.addresses import address
from tickets.choices import MailKind
from tickets.letters import Phrases
from tickets.models import OutboxMail

LONGEST_EXCERPT = 600


def gather_held(at: dt.datetime) -> None:
    """Let what was held until `at` leave: what is alone for its address as it stands, the rest in one digest each.

    One transaction: killed within it, everything is held as before. A digest is a mail like any other from then
    on, and what it gathered is sent when it is.
    """
    if not _held(at).exists():
        return
    with transaction.atomic():
        # Of two senders at once the second waits here, and then finds nothing.
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('outbox:held', 0))")
        by_address: dict[str, list[OutboxMail]] = defaultdict(list)
        for mail in _held(at).order_by("created_at", "pk"):
            by_address[mail.to].append(mail)
        phrases = Phrases.of(MailKind.DIGEST)
        for mails in by_address.values():
            _release(mails, phrases, at)


def _held(at: dt.datetime) -> QuerySet[OutboxMail]:
    waiting = OutboxMail.objects.filter(sent_at=None, given_up_at=None, next_attempt_at__lte=at)
    return waiting.filter(is_held=True)


def _release(mails: Sequence[OutboxMail], phrases: Phrases, at: dt.datetime) -> None:
    digest = _digest(mails, phrases, at) if len(mails) > 1 else None
    if digest is not None:
        post_all([digest])
        digest = OutboxMail.objects.get(key=digest.key)
    OutboxMail.objects.filter(pk__in=[mail.pk for mail in mails]).update(is_held=False, sent_in=digest)


def _digest(mails: Sequence[OutboxMail], phrases: Phrases, at: dt.datetime) -> OutboxMail:
    """Known by what it gathers: of the same it is the same."""
    gathered = hashlib.sha256(" ".join(str(mail.pk) for mail in mails).encode()).hexdigest()[:32]
    first = mails[0]
    return letter(
        f"digest:{gathered}",
        MailKind.DIGEST,
        to=Recipient(first.to, first.language),
        words={"count": len(mails), "entries": lambda: "\n\n---\n\n".join(_entry(mail) for mail in mails)},
        ticket=None,
        at=at,
        phrases=phrases,
    )


def _entry(mail: OutboxMail) -> str:
    """One of the mails: its subject, how it begins, and where its ticket is."""
    parts = [f"**{mail.subject}**", Truncator(mail.body).chars(LONGEST_EXCERPT)]
    if mail.ticket_id:
        parts.append(f"[{_('Open the ticket')}]({address('ticket', mail.ticket_id)})")
    return "\n\n".join(parts)
