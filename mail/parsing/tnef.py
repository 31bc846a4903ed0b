"""What Outlook hides in winmail.dat (MS-OXTNEF)."""

from __future__ import annotations

import struct
from dataclasses import dataclass

from tnefparse import TNEF

from mail.parsing.charsets import decode, printable

LARGEST = 25 * 1024 * 1024
# The library copies the rest of the file once an object: many small ones would take hours.
_MOST_OBJECTS = 2_000


@dataclass(frozen=True)
class Unpacked:
    """The text or HTML, "" where there is none, and the files by their names."""

    text: str
    html: str
    files: tuple[tuple[str, bytes], ...]


def unpack(data: bytes) -> Unpacked | None:
    """None where it cannot be opened."""
    if not 0 < _objects(data) <= _MOST_OBJECTS:
        return None
    try:
        opened = TNEF(data, do_checksum=False)
        files = tuple((printable(_name(each)), bytes(each.data)) for each in opened.attachments if each.data)
        return Unpacked(_text(opened.body), _text(opened.htmlbody), files)
    # Whatever the library meets in a broken file, the file itself is kept.
    except Exception:
        return None


def _objects(data: bytes) -> int:
    """How many objects follow each other: level, name, type, length, data, checksum."""
    count, offset = 0, 6
    while offset + 9 < len(data) and count <= _MOST_OBJECTS:
        offset += 11 + struct.unpack_from("<I", data, offset + 5)[0]
        count += 1
    return count


def _name(attachment: object) -> str:
    for read in ("long_filename", "name"):
        try:
            found = getattr(attachment, read)
            value = found() if callable(found) else found
        except (UnicodeDecodeError, AttributeError):
            continue
        if value:
            return decode(value) if isinstance(value, bytes) else str(value)
    raw = getattr(attachment, "_name", b"")
    return decode(raw) if isinstance(raw, bytes) else str(raw)


def _text(body: object) -> str:
    if isinstance(body, bytes):
        return decode(body).strip("\0")
    return printable(body) if isinstance(body, str) else ""
