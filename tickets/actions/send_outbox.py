"""Send the mails of the outbox that are due."""

from __future__ import annotations

import datetime as dt
import hashlib
import logging
import smtplib

from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction

from tickets.actions.gather_held import gather_held
from tickets.actions.give_up import give_up
from tickets.mime import message_of
from tickets.models import OutboxMail

logger = logging.getLogger(__name__)

FIRST_WAIT, LONGEST_WAIT = dt.timedelta(minutes=1), dt.timedelta(hours=6)
# At most so much more: what failed together is not tried again together.
JITTER = 0.2
# With these waits, the last attempt comes about five days after the first (RFC 5321, 4.5.4.1: at least 4 to 5 days).
MOST_ATTEMPTS = 28
# The server does not know us yet: its refusal says nothing of the mail (RFC 4954).
ASKS_TO_SIGN_IN = {530, 534, 535, 538}


class ServerOut(Exception):
    """The mail server cannot be reached: the other mails of this round would fare no better."""


def send_due_mails(at: dt.datetime, limit: int) -> int:
    """Send at most `limit` mails that are due at `at`, the longest due first; returns how many left.

    What was held overnight is gathered first. Any number of senders may work at once: a row is claimed under its
    lock, one transaction a mail. One that fails is tried again after a wait that doubles, and given up after about
    five days; one that the server refuses for good is given up at once.
    """
    gather_held(at)
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
        # What a digest has gathered leaves with it.
        waiting = waiting.filter(is_held=False, sent_in=None)
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


def is_refused_for_good(problem: Exception) -> bool:
    """Whether the server will never take this mail (RFC 5321: a reply of 500 or more), whatever we wait."""
    if isinstance(problem, smtplib.SMTPRecipientsRefused):
        codes = [code for code, _words in problem.recipients.values()]
    elif isinstance(problem, smtplib.SMTPDataError):
        codes = [problem.smtp_code]
    else:
        return False
    return all(code >= 500 and code not in ASKS_TO_SIGN_IN for code in codes)


def _deliver(connection: BaseEmailBackend, mail: OutboxMail) -> Exception | None:
    try:
        with transaction.atomic():
            message_of(mail, connection).send()
    except Exception as problem:  # a mail that cannot be sent must not stop those behind it
        return problem
    return None


def _note(mail: OutboxMail, problem: Exception | None, at: dt.datetime) -> None:
    mail.attempts += 1
    if problem is None:
        mail.sent_at, mail.last_error = at, ""
        mail.gathered.update(sent_at=at)
    else:
        mail.last_error = _in_words(problem)
        _keep_refused(mail, problem)
        mail.next_attempt_at = at + wait_after(mail.attempts, mail.key)
        if mail.attempts >= MOST_ATTEMPTS or is_refused_for_good(problem):
            give_up(mail=mail, at=at)
        logger.warning("Mail %s to %s failed, attempt %s: %s", mail.key, mail.to, mail.attempts, mail.last_error)
    mail.save()


def _keep_refused(mail: OutboxMail, problem: Exception) -> None:
    """Whom the server did not refuse has the mail, and does not get it again."""
    if isinstance(problem, smtplib.SMTPRecipientsRefused):
        refused = [address for address in (mail.to, *mail.cc) if address in problem.recipients]
        if refused:
            mail.to, mail.cc = refused[0], refused[1:]


def _in_words(problem: Exception) -> str:
    """What the server said, or what went wrong."""
    if isinstance(problem, smtplib.SMTPRecipientsRefused):
        said = [_reply(code, words) for code, words in problem.recipients.values()]
        return "; ".join(said)[:300]
    if isinstance(problem, smtplib.SMTPResponseException):
        return _reply(problem.smtp_code, problem.smtp_error)[:300]
    return f"{type(problem).__name__}: {problem}"[:300]


def _reply(code: int, words: bytes | str) -> str:
    text = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
    return f"{code} {' '.join(text.split())}"


def wait_after(attempts: int, key: str) -> dt.timedelta:
    """How long to wait after so many failures: 1 minute, then twice as long each time, at most 6 hours; and up to a
    fifth more, other for each mail and attempt.
    """
    doubled: int = 2 ** (attempts - 1)
    drawn = int.from_bytes(hashlib.sha256(f"{key} {attempts}".encode()).digest()[:4]) / 2**32
    return min(FIRST_WAIT * doubled, LONGEST_WAIT) * (1 + JITTER * drawn)
