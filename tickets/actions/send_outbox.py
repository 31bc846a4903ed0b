"""Send the mails of the outbox that are due."""

from __future__ import annotations

import datetime as dt
import hashlib
import logging
import smtplib
from email.utils import parseaddr

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction

from tickets.models import OutboxMail
from tickets.notifications import WRITTEN_BY_A_PERSON

logger = logging.getLogger(__name__)

FIRST_WAIT, LONGEST_WAIT = dt.timedelta(minutes=1), dt.timedelta(hours=6)
# With these waits, the last attempt comes about five days after the first (RFC 5321, 4.5.4.1: at least 4 to 5 days).
MOST_ATTEMPTS = 28


class ServerOut(Exception):
    """The mail server cannot be reached: the other mails of this round would fare no better."""


def send_due_mails(at: dt.datetime, limit: int) -> int:
    """Send at most `limit` mails that are due at `at`, the longest due first; returns how many left.

    Any number of senders may work at once: a row is claimed under its lock, one transaction a mail. One that
    fails is tried again after a wait that doubles, and given up after about five days.
    """
    connection = get_connection()
    sent = 0
    try:
        for _attempt in range(limit):
            outcome = _send_next(connection, at)
            if outcome is None:
                break
            sent += outcome
    except ServerOut as error:
        logger.warning("The mail server cannot be reached: %s", error)
    finally:
        connection.close()
    return sent


def _send_next(connection: BaseEmailBackend, at: dt.datetime) -> bool | None:
    """Whether the next mail left; None where there is none. Raises ServerOut after the mail was put back."""
    with transaction.atomic():
        waiting = OutboxMail.objects.filter(sent_at=None, given_up_at=None, next_attempt_at__lte=at)
        mail = waiting.select_for_update(skip_locked=True).order_by("next_attempt_at", "pk").first()
        if mail is None:
            return None
        problem = _deliver(connection, mail)
        _note(mail, problem, at)
    if _is_out(problem):
        raise ServerOut(problem)
    return problem is None


def _is_out(problem: Exception | None) -> bool:
    """Whether the server is at fault rather than this mail; what a server says of one mail is an OSError, too."""
    if isinstance(problem, smtplib.SMTPException):
        whole_server = (smtplib.SMTPServerDisconnected, smtplib.SMTPConnectError, smtplib.SMTPAuthenticationError)
        return isinstance(problem, whole_server)
    return isinstance(problem, OSError)


def _deliver(connection: BaseEmailBackend, mail: OutboxMail) -> Exception | None:
    try:
        message_of(mail, connection).send()
    except Exception as problem:  # a mail that cannot be sent must not stop those behind it
        return problem
    return None


def _note(mail: OutboxMail, problem: Exception | None, at: dt.datetime) -> None:
    mail.attempts += 1
    if problem is None:
        mail.sent_at, mail.last_error = at, ""
    else:
        mail.last_error = f"{type(problem).__name__}: {problem}"[:300]
        mail.next_attempt_at = at + wait_after(mail.attempts)
        mail.given_up_at = at if mail.attempts >= MOST_ATTEMPTS else None
        logger.warning("Mail %s to %s failed, attempt %s: %s", mail.key, mail.to, mail.attempts, mail.last_error)
    mail.save()


def wait_after(attempts: int) -> dt.timedelta:
    """How long to wait after so many failures: 1 minute, then twice as long each time, at most 6 hours."""
    doubled: int = 2 ** (attempts - 1)
    return min(FIRST_WAIT * doubled, LONGEST_WAIT)


def message_of(mail: OutboxMail, connection: BaseEmailBackend | None = None) -> EmailMessage:
    """The mail as it is sent. Its Message-ID comes from its key: sent twice by a crash, it is known as one.

    `Auto-Submitted` (RFC 3834) marks what no person wrote, so that no machine answers it.
    """
    headers = {"Message-ID": _identifier(mail.key)}
    if mail.ticket_id is not None:
        headers["References"] = _identifier(f"ticket:{mail.ticket_id}")
    if not mail.key.startswith(WRITTEN_BY_A_PERSON):
        headers["Auto-Submitted"] = "auto-generated"
    return EmailMessage(mail.subject, mail.body, to=[mail.to], cc=mail.cc, headers=headers, connection=connection)


def _identifier(key: str) -> str:
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
    return f"<{hashlib.sha256(key.encode()).hexdigest()[:32]}@{domain}>"
