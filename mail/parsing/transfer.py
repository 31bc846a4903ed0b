"""The body of a part, decoded (RFC 2045), piece by piece: never whole in memory."""

from __future__ import annotations

import binascii
import re
from collections.abc import Iterator
from tempfile import SpooledTemporaryFile
from typing import IO, BinaryIO

from mail.parsing.structure import Part

_PIECE = 65_536
_STAYS_IN_MEMORY = 65_536
_NOT_BASE64 = bytes(set(range(256)) - set(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/-_="))
_URL_SAFE = bytes.maketrans(b"-_", b"+/")
_BEGIN = re.compile(rb"begin \d{3,4} ")


def head(file: BinaryIO, part: Part, most: int) -> bytes:
    """The first bytes of the body, decoded; at most `most`."""
    pieces: list[bytes] = []
    size = 0
    for piece in decoded(file, part):
        pieces.append(piece)
        size += len(piece)
        if size >= most:
            break
    return b"".join(pieces)[:most]


def spooled(pieces: Iterator[bytes], most: int) -> tuple[IO[bytes], int]:
    """The pieces in a temporary file that stands at its start, and their size; over `most` bytes, the size alone."""
    file = SpooledTemporaryFile(max_size=_STAYS_IN_MEMORY)  # noqa: SIM115 - whoever takes the letter closes it
    size = 0
    for piece in pieces:
        size += len(piece)
        if size <= most:
            file.write(piece)
    file.seek(0)
    return file, size


def decoded(file: BinaryIO, part: Part) -> Iterator[bytes]:
    """The body in pieces. What is broken is read as far as it goes; an unknown encoding is none."""
    words = part.headers.first("content-transfer-encoding").split()
    encoding = words[0].lower().strip("\"';") if words else ""
    pieces = _pieces(file, part.start, part.end)
    if encoding == "base64":
        return _base64(pieces)
    if encoding == "quoted-printable":
        return _quoted_printable(pieces)
    if encoding in ("x-uuencode", "uuencode", "x-uue", "uue"):
        return _uuencoded(_lines(pieces))
    return pieces


def _pieces(file: BinaryIO, start: int, end: int) -> Iterator[bytes]:
    while start < end:
        file.seek(start)
        piece = file.read(min(_PIECE, end - start))
        if not piece:
            return
        start += len(piece)
        yield piece


def _base64(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """Foreign characters are skipped. Padding in the middle begins anew; of a cut end, what there is is read."""
    waiting = b""
    for piece in pieces:
        *padded, last = (waiting + piece.translate(_URL_SAFE, _NOT_BASE64.replace(b"-", b""))).split(b"=")
        for each in padded:
            yield _unpadded(each)
        whole = len(last) // 4 * 4
        yield binascii.a2b_base64(last[:whole])
        waiting = last[whole:]
    yield _unpadded(waiting)


def _unpadded(letters: bytes) -> bytes:
    letters = letters[:-1] if len(letters) % 4 == 1 else letters
    return binascii.a2b_base64(letters + b"=" * (-len(letters) % 4))


def _quoted_printable(pieces: Iterator[bytes]) -> Iterator[bytes]:
    waiting = b""
    for piece in pieces:
        data = waiting + piece
        # A sign may be cut in two by the end of the piece; a soft line break may have spaces before it ends.
        cut = data.rfind(b"=", max(0, len(data) - 200))
        cut = len(data) if cut < 0 else cut
        waiting = data[cut:]
        yield binascii.a2b_qp(data[:cut])
    yield binascii.a2b_qp(waiting)


def _lines(pieces: Iterator[bytes]) -> Iterator[bytes]:
    waiting = b""
    for piece in pieces:
        *whole, waiting = (waiting + piece).split(b"\n")
        yield from whole
    yield waiting


def _uuencoded(lines: Iterator[bytes]) -> Iterator[bytes]:
    for line in lines:
        if _BEGIN.match(line):
            break
    for line in lines:
        if line.strip() == b"end":
            return
        yield uuencoded_line(line)


def uuencoded_line(line: bytes) -> bytes:
    """One line of a uuencoded file; what some programs leave after its end is cut off."""
    bare = line.rstrip(b"\r\n")
    try:
        return binascii.a2b_uu(bare)
    except binascii.Error:
        most = (((bare[0] - 32) & 63) * 4 + 5) // 3 if bare else 0
        try:
            return binascii.a2b_uu(bare[:most])
        except binascii.Error:
            return b""
