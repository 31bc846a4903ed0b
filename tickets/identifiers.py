"""The names by which mail programs know our mails, and by which an answer finds its ticket.

Nobody can guess or forge one: each carries a code that only this installation can make.
"""

from __future__ import annotations

import re
from email.utils import parseaddr

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac

_THREAD = re.compile(r"<ticket-(\d{1,18})\.([0-9a-f]{32})@[^>]*>")


def mail_id(key: str) -> str:
    """The Message-ID of the mail with this key in the outbox: sent twice by a crash, it is known as one."""
    return f"<{_code('mail', key)}@{_domain()}>"


def thread_id(number: int) -> str:
    """What every mail about a ticket refers to (References)."""
    return f"<ticket-{number}.{_code('thread', str(number))}@{_domain()}>"


def number_of(message_id: str) -> int | None:
    """The ticket that one of our `thread_id` names; None for everything else."""
    match = _THREAD.fullmatch(message_id)
    if match and constant_time_compare(match[2], _code("thread", match[1])):
        return int(match[1])
    return None


def _code(what: str, text: str) -> str:
    return salted_hmac(f"tickets.identifiers.{what}", text, algorithm="sha256").hexdigest()[:32]


def _domain() -> str:
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
