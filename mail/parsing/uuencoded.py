"""Files that old programs wrote into the text (uuencode)."""

from __future__ import annotations

import re

from mail.parsing.transfer import uuencoded_line

_FILE = re.compile(r"^begin [0-7]{3,4} ([^\n]{1,200})\n((?:[!-`][ -`]{0,90}\n)+)[ `]?\n?end[ \t]*$", re.MULTILINE)


def without_uuencoded(text: str) -> tuple[str, list[tuple[str, bytes]]]:
    """The text without them, and each with its name."""
    files: list[tuple[str, bytes]] = []
    for match in _FILE.finditer(text):
        lines = match[2].encode("ascii").split(b"\n")
        files.append((match[1].strip(), b"".join(uuencoded_line(line) for line in lines if line.strip(b" `"))))
    return (_FILE.sub("", text) if files else text), files
