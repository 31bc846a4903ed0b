"""What a mail says, whatever the program that wrote it: read from its bytes, and nothing else."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import Enum
from typing import IO

from django.core.files import File

# The header that mails of ours carry: one that comes back counts in `Letter.loops`.
LOOP_HEADER = "X-Astreinte"


class Nature(Enum):
    """Who wrote: only what a PERSON wrote may be answered by a machine (RFC 3834)."""

    PERSON = "person"
    AUTOMATIC = "automatic"
    BOUNCE = "bounce"
    LIST = "list"


@dataclass(frozen=True)
class Address:
    """An e-mail address in lower case with the name beside it; both are empty where the mail names nobody."""

    email: str
    name: str = ""


@dataclass(frozen=True)
class LetterFile:
    """A file of a mail, decoded. `content` stands at its start; a large one lies on the disk until it is closed.

    `content_id` is what `cid:` in the HTML names; `is_inline` where the HTML shows the file.
    """

    name: str
    content_type: str
    content_id: str
    is_inline: bool
    size: int
    content: IO[bytes]

    def as_file(self) -> File[bytes]:
        """As uploads come: with a name and the type that was claimed."""
        file: File[bytes] = File(self.content, name=self.name)
        file.size = self.size
        file.content_type = self.content_type  # type: ignore[attr-defined]
        return file


@dataclass(frozen=True)
class Letter:
    """A mail as `mail.parsing.parse` reads it. No text holds NUL, and every HTML is sanitised.

    `message_id` and `references` keep their angle brackets; a name over 250 characters stands as its digest, the
    same every time. `references` has In-Reply-To first, then References from the last to the first. `text` and `html`
    say what was written without what was quoted, which is `quoted`. `left_out` says in sentences of the current
    language what is not among the files. `reported` and `failed` are the Message-IDs and the recipients of a bounce.
    `loops` counts the marks of mails of ours. Without `was_read` the parser gave up: `text` is the raw beginning.
    """

    message_id: str
    references: tuple[str, ...]
    sender: Address
    reply_to: Address | None
    to: tuple[Address, ...]
    cc: tuple[Address, ...]
    subject: str
    sent_at: dt.datetime | None
    text: str
    html: str
    quoted: str
    files: tuple[LetterFile, ...]
    left_out: tuple[str, ...]
    nature: Nature
    reported: tuple[str, ...]
    failed: tuple[str, ...]
    loops: int
    was_read: bool = True
