"""A mail read: `parse`. Nothing here knows a ticket, a contact or the database."""

from __future__ import annotations

import logging
import re
from tempfile import SpooledTemporaryFile
from typing import BinaryIO, cast

from mail.letter import LOOP_HEADER, Address, Letter, Nature
from mail.parsing.addresses import addresses
from mail.parsing.charsets import decode
from mail.parsing.content import Content
from mail.parsing.headers import message_id, references, sender, sent_at, subject
from mail.parsing.nature import nature, read_report
from mail.parsing.readable import html_of
from mail.parsing.structure import read_structure
from mail.parsing.written import put_together
from mail.sanitising import sanitised

_logger = logging.getLogger(__name__)
_SHOWN_OF_UNREADABLE = 100_000
_PEEK = 65_536


def parse(file: BinaryIO) -> Letter:
    """What the mail says. Any bytes give a letter: of a mail that cannot be read, its beginning as it stands.

    Needs a file that can be read from any place. Files over 64 KB lie on the disk until their `content` is closed.
    """
    try:
        return read(file)
    except Exception:
        _logger.exception("A mail could not be read; its raw text is shown instead")
        return _as_it_stands(file)


def read(file: BinaryIO) -> Letter:
    """`parse` without its net: raises on what it does not foresee."""
    lined = _with_line_feeds(file)
    top = read_structure(lined)
    content = Content(lined, top)
    headers, title = top.headers, subject(top.headers)
    written = put_together(content, is_answer=bool(references(headers)), title=title)
    report = read_report(lined, top, written.text)
    answer_to = addresses(headers.first("reply-to"))
    return Letter(
        message_id=message_id(headers),
        references=references(headers),
        sender=sender(headers),
        reply_to=answer_to[0] if answer_to else None,
        to=addresses(", ".join(headers.every("to"))),
        cc=addresses(", ".join(headers.every("cc"))),
        subject=title,
        sent_at=sent_at(headers),
        text=written.text,
        html=written.html,
        quoted=written.quoted,
        files=written.files,
        left_out=tuple(dict.fromkeys(content.files.left_out)),
        nature=nature(headers, report),
        reported=report.reported,
        failed=report.failed,
        loops=len(headers.every(LOOP_HEADER.lower())),
    )


def _with_line_feeds(file: BinaryIO) -> BinaryIO:
    """Lines that end with a carriage return alone get a line feed."""
    file.seek(0)
    start = file.read(_PEEK)
    if b"\n" in start or b"\r" not in start:
        return file
    lined = cast(BinaryIO, SpooledTemporaryFile(max_size=_PEEK))  # noqa: SIM115 - read for as long as the mail is
    while start:
        lined.write(start.replace(b"\r", b"\n"))
        start = file.read(_PEEK)
    return lined


def _as_it_stands(file: BinaryIO) -> Letter:
    file.seek(0)
    text = decode(file.read(_SHOWN_OF_UNREADABLE))
    head = re.split(r"\n\s*\n", text, maxsplit=1)[0]
    said = re.search(r"^From:[^\n]*?([^\s<>\"(),:;@]+@[^\s<>\"(),:;@]+)>?\s*$", head, re.MULTILINE | re.IGNORECASE)
    return Letter(
        message_id="",
        references=(),
        sender=Address(said[1].lower() if said else ""),
        reply_to=None,
        to=(),
        cc=(),
        subject="",
        sent_at=None,
        text=text,
        html=sanitised(html_of(text)),
        quoted="",
        files=(),
        left_out=(),
        # Nobody knows who wrote: nobody is answered by a machine.
        nature=Nature.AUTOMATIC,
        reported=(),
        failed=(),
        loops=0,
        was_read=False,
    )
