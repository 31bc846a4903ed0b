"""Addresses of a header (RFC 5322), read as leniently as people's programs write them."""

from __future__ import annotations

import re

from mail.letter import Address
from mail.parsing.words import readable

_MOST = 200
_ADDRESS = re.compile(r"""[^\s<>"(),:;@\[\]]{1,128}@[^\s<>"(),:;@]{1,189}""")
_COMMENT = re.compile(r"\(([^()]*)\)")
_ROUTE = re.compile(r"^@[^:]*:")
_GROUP = re.compile(r"^[^<>@\"]*:(?!\s*//)")


def addresses(header: str) -> tuple[Address, ...]:
    """Every address in it, once. What stands in the name is never taken for the address, encoded or not."""
    found: dict[str, Address] = {}
    name = ""
    for piece in _pieces(header[:20_000]):
        address = _address(name + piece)
        if address.email:
            found.setdefault(address.email, address)
            name = ""
        else:
            # A comma that nobody quoted: "Durand, Nadia <nadia@example.org>".
            name = f"{name}{piece}, " if piece.strip() else name
    return tuple(found.values())[:_MOST]


def _pieces(header: str) -> list[str]:
    """Cut at commas and semicolons outside quotes, comments and angle brackets."""
    pieces, start, closing = [], 0, ""
    position = 0
    while position < len(header):
        letter = header[position]
        if letter == "\\":
            position += 1
        elif closing:
            closing = "" if letter == closing else closing
        elif letter in '"(<':
            closing = {'"': '"', "(": ")", "<": ">"}[letter]
        elif letter in ",;":
            pieces.append(header[start:position])
            start = position + 1
        position += 1
    return [*pieces, header[start:]]


def _address(piece: str) -> Address:
    """The last angle brackets hold the address; without any, it is the last word that looks like one."""
    before, bracket, inside = piece.rpartition("<")
    if bracket:
        inner = _ROUTE.sub("", inside.partition(">")[0].strip()).removeprefix("mailto:")
        match = _ADDRESS.fullmatch(inner.replace(" ", ""))
        return Address(_email(match[0]), _name(before)) if match else Address("")
    comments = _COMMENT.findall(piece)
    bare = _COMMENT.sub(" ", piece)
    words = _ADDRESS.findall(_GROUP.sub("", bare).removeprefix("mailto:"))
    return Address(_email(words[-1]), readable(comments[-1]) if comments else "") if words else Address("")


def _name(text: str) -> str:
    bare = _GROUP.sub("", text.strip()) if not text.strip().startswith('"') else text.strip()
    return readable(bare.strip().strip("\"'").replace('\\"', '"')).strip("\"' ")[:200]


def _email(text: str) -> str:
    return readable(text).lower().strip("'.")[:320]
