"""Header text: encoded words (RFC 2047), kept or broken, and raw bytes of any charset."""

from __future__ import annotations

import base64
import binascii
import re

from mail.parsing.charsets import decode

# Spaces inside the text are against the rules, and common.
_WORD = re.compile(r"=\?([^?\s]{1,60})\?([bBqQ])\?([^?]*)\?=")
_NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/]")


def readable(value: str) -> str:
    """The header with its encoded words decoded, on one line, without unprintable characters.

    A character cut in two by neighbouring words of one charset is put together again.
    """
    parts: list[str] = []
    charset, waiting, end = "", b"", 0
    for word in _WORD.finditer(value):
        between = value[end : word.start()]
        if between.strip() or word[1].lower() != charset:
            parts.append(decode(waiting, charset))
            waiting = b""
        if between.strip() or end == 0:
            parts.append(between)
        charset, end = word[1].lower(), word.end()
        waiting += _bytes(word[2], word[3])
    parts += [decode(waiting, charset), value[end:]]
    return one_line("".join(parts))


def one_line(text: str) -> str:
    """The text with single spaces, as it may stand in a header or a title."""
    return " ".join(decode(text.encode("utf-8", "surrogatepass")).split())


def _bytes(encoding: str, text: str) -> bytes:
    raw = text.encode("utf-8", "surrogatepass")
    if encoding in "qQ":
        return binascii.a2b_qp(raw.replace(b" ", b"_"), header=True)
    return from_base64(raw)


def from_base64(data: bytes) -> bytes:
    """What can be read of it: foreign characters are skipped, a cut end is left off."""
    letters = _NOT_BASE64.sub(b"", data.replace(b"-", b"+").replace(b"_", b"/"))
    if len(letters) % 4 == 1:
        letters = letters[:-1]
    return base64.b64decode(letters + b"=" * (-len(letters) % 4))
