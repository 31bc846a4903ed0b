"""Fetch what came into a mailbox."""

from __future__ import annotations

import datetime as dt
import io
import logging
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection
from imap_tools import BaseMailBox

from mail.actions.store import store_mail
from mail.choices import Purpose
from mail.imap import CannotRead, mark_as_read, new_uids, opened, raw_mail, uid_validity
from mail.models import Mailbox

logger = logging.getLogger(__name__)


def fetch_mails(*, mailbox: Mailbox, at: dt.datetime) -> int:
    """Store every new mail, and only then mark it as read on the server; returns how many were looked at.

    Killed in between, a mail is fetched again, and known by its digest. What goes wrong is kept with the mailbox for
    its administrator; a mail that the server does not give stops none behind it. Two who fetch at once do so in turn.
    """
    with _alone(mailbox) as is_ours:
        if not is_ours:
            return 0
        try:
            with opened(mailbox) as box:
                count, error = _fetch(mailbox, box, at)
        except CannotRead as problem:
            count, error = 0, str(problem)
    if error:
        logger.warning("The mailbox %s: %s", mailbox, error)
    Mailbox.objects.filter(pk=mailbox.pk).update(checked_at=at, last_error=error.replace("\0", "")[:300])
    return count


def waiting_in(mailbox: Mailbox) -> tuple[int, str]:
    """How many mails are unread there, and what is wrong if it cannot be read; nothing is fetched or changed."""
    try:
        with opened(mailbox) as box:
            return len(new_uids(box, 0)), ""
    except CannotRead as problem:
        return 0, str(problem)


def _fetch(mailbox: Mailbox, box: BaseMailBox, at: dt.datetime) -> tuple[int, str]:
    validity = uid_validity(box)
    after = mailbox.last_uid if validity is not None and validity == mailbox.uid_validity else 0
    count, error = 0, ""
    for uid in new_uids(box, after):
        try:
            _take(mailbox, box, uid, at)
        except CannotRead as problem:
            error = str(problem)
            continue
        count, after = count + 1, max(after, uid)
        Mailbox.objects.filter(pk=mailbox.pk).update(uid_validity=validity, last_uid=after)
    return count, error


def _take(mailbox: Mailbox, box: BaseMailBox, uid: int, at: dt.datetime) -> None:
    raw = raw_mail(box, uid)
    if raw:
        store_mail(raw=io.BytesIO(raw), purpose=Purpose(mailbox.purpose), mailbox=mailbox, at=at)
        mark_as_read(box, uid)


@contextmanager
def _alone(mailbox: Mailbox) -> Iterator[bool]:
    """Whether nobody else reads this mailbox now; whoever dies lets go with their connection."""
    key = [f"mailbox:{mailbox.pk}"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(hashtextextended(%s, 0))", key)
        is_ours = bool(cursor.fetchone()[0])
    try:
        yield is_ours
    finally:
        if is_ours:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(hashtextextended(%s, 0))", key)
