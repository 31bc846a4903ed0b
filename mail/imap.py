"""A mailbox on its server: opened, looked through, and read one mail at a time."""

from __future__ import annotations

import imaplib
import os
import ssl
from collections.abc import Iterator
from contextlib import contextmanager

from django.utils.translation import gettext as _
from imap_tools import BaseMailBox, MailBox, MailBoxStartTls, MailBoxUnencrypted
from imap_tools.errors import ImapToolsError

from mail.choices import Security
from mail.models import Mailbox

TIMEOUT = 20
SEEN = r"\Seen"


class CannotRead(Exception):
    """The mailbox cannot be read; `str()` says why, in a sentence or in the server's words."""


@contextmanager
def opened(mailbox: Mailbox) -> Iterator[BaseMailBox]:
    """The mailbox, signed in and at its folder. Raises CannotRead, also for what goes wrong while it is open."""
    password = os.environ.get(mailbox.secret_name)
    if not password:
        raise CannotRead(_("There is no password: %(name)s is not set.") % {"name": mailbox.secret_name})
    try:
        with _connected(mailbox).login(mailbox.username, password, initial_folder=mailbox.folder) as box:
            yield box
    except (OSError, imaplib.IMAP4.error, ImapToolsError, ValueError) as error:
        raise CannotRead(f"{type(error).__name__}: {error}") from error


def uid_validity(box: BaseMailBox) -> int | None:
    """What the server says as long as its numbers mean the same mails."""
    _name, said = box.client.response("UIDVALIDITY")
    return int(said[0]) if said and said[0] else None


def new_uids(box: BaseMailBox, after: int) -> list[int]:
    """Mails that came since, and those that nobody has marked as read; the oldest first."""
    unread = {int(uid) for uid in box.uids("UNSEEN", charset=None)}
    # The server gives its last mail where there is none after this one.
    since = {uid for uid in map(int, box.uids(f"UID {after + 1}:*", charset=None)) if uid > after} if after else set()
    return sorted(unread | since)


def raw_mail(box: BaseMailBox, uid: int) -> bytes | None:
    """The mail byte by byte, without marking it as read; None where somebody has taken it away."""
    status, parts = box.client.uid("FETCH", str(uid), "(BODY.PEEK[])")
    if status != "OK":
        raise CannotRead(f"FETCH {uid}: {status} {parts}")
    return next((bytes(part[1]) for part in parts if isinstance(part, tuple)), None)


def mark_as_read(box: BaseMailBox, uid: int) -> None:
    """We have it. (`flag` of the library would also delete for good what somebody else has marked as deleted.)"""
    status, said = box.client.uid("STORE", str(uid), "+FLAGS.SILENT", f"({SEEN})")
    if status != "OK":
        raise CannotRead(f"STORE {uid}: {status} {said}")


def _connected(mailbox: Mailbox) -> BaseMailBox:
    host, port = mailbox.host, mailbox.port
    if mailbox.security == Security.NONE:
        return MailBoxUnencrypted(host, port, timeout=TIMEOUT)
    # Without a context of our own, the certificate of the server would not be looked at.
    context = ssl.create_default_context()
    if mailbox.security == Security.STARTTLS:
        return MailBoxStartTls(host, port, timeout=TIMEOUT, ssl_context=context)
    return MailBox(host, port, timeout=TIMEOUT, ssl_context=context)
