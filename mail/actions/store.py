"""Store a mail as it came, before whoever brought it is told that we have it."""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import uuid
from pathlib import Path
from typing import BinaryIO

from django.core.files import File
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction

from mail.choices import Purpose
from mail.models import InboundMail, Mailbox


def store_mail(*, raw: BinaryIO, purpose: Purpose, mailbox: Mailbox | None = None, at: dt.datetime) -> InboundMail:
    """The mail in a file and in a row, both on the disk when this returns; it waits to be handled.

    The same bytes again give the row that is there. Killed before the end, a file without a row may stay behind: the
    mail comes again. Raises ValueError where there is nothing to store, and OSError where the disk does not take it.
    """
    read = _Counted(raw)
    name = default_storage.save(f"mail/{at:%Y/%m}/{uuid.uuid4().hex}.eml", File(read))  # type: ignore[arg-type]
    if not read.size:
        default_storage.delete(name)
        raise ValueError("The mail is empty.")
    _write_through(Path(default_storage.path(name)))
    row = InboundMail(
        purpose=purpose,
        digest=read.digest.hexdigest(),
        raw=name,
        size=read.size,
        mailbox=mailbox,
        received_at=at,
        next_attempt_at=at,
    )
    try:
        with transaction.atomic(durable=True):
            row.save(force_insert=True)
    except IntegrityError:
        known = InboundMail.objects.get(purpose=purpose, digest=row.digest)
        default_storage.delete(name)
        return known
    return row


class _Counted:
    """Counts and digests what is read: a pipe is read once."""

    def __init__(self, raw: BinaryIO) -> None:
        self._raw = raw
        self.size = 0
        self.digest = hashlib.sha256()

    def read(self, most: int) -> bytes:
        piece = self._raw.read(most)
        self.size += len(piece)
        self.digest.update(piece)
        return piece


def _write_through(path: Path) -> None:
    """Out of the caches of the machine: the file, and the folder that names it."""
    for each in (path, path.parent):
        handle = os.open(each, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
