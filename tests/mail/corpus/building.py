"""Mails made by hand, byte by byte: no library would write most of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from mail.letter import Letter, Nature

# A contact of the cast, and what stands for the thread of a ticket of theirs: put its `thread_id` in its place.
NADIA = "nadia@client.example.org"
THREAD = b"<thread@corpus.example.org>"
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 24


@dataclass(frozen=True)
class Case:
    """A mail that is awkward in the way it says.

    `expected_outcome` is the first word of `receive_mail` when it comes to the helpdesk address, with THREAD replaced
    by the thread of a ticket of Nadia's that is open. `check` raises AssertionError where the letter is not as it should be.
    Of a mail that is not even stored `expected_outcome` is empty.
    """

    name: str
    raw: bytes
    says: str
    expected_outcome: str
    check: Callable[[Letter], None]


def case(name: str, says: str, raw: bytes, outcome: str = "opened", **expected: object) -> Case:
    """`expected` names fields of the letter, or `FIELD__has` and `FIELD__lacks` with one or more pieces of it."""
    return Case(name, raw, says, outcome, lambda letter: _check(letter, expected))


def mail(
    body: bytes = b"Le poste 12 ne sonne plus.\n",
    *lines: bytes,
    sender: bytes = b"Nadia <nadia@client.example.org>",
    subject: bytes = b"Panne",
) -> bytes:
    """A mail of Nadia's with these header lines besides the usual ones."""
    usual = [
        b"From: " + sender,
        b"To: helpdesk@example.org",
        b"Subject: " + subject,
        b"Date: Mon, 12 Oct 2026 10:00:00 +0200",
    ]
    header = [*usual, *lines]
    if not any(line.lower().startswith(b"message-id:") for line in lines):
        header.append(b"Message-ID: <panne-1@client.example.org>")
    return b"\n".join(header) + b"\n\n" + body


def typed(kind: bytes, body: bytes, *lines: bytes, **usual: bytes) -> bytes:
    """A mail of one part of this type."""
    return mail(body, b"MIME-Version: 1.0", b"Content-Type: " + kind, *lines, **usual)


def part(kind: bytes, body: bytes, *lines: bytes) -> bytes:
    return b"\n".join([b"Content-Type: " + kind, *lines]) + b"\n\n" + body


def multipart(kind: bytes, *parts: bytes, boundary: bytes = b"=_limit") -> bytes:
    """The header lines and the body of a multipart, to be a part or a mail."""
    head = b"Content-Type: multipart/" + kind + b'; boundary="' + boundary + b'"\n\n'
    return head + b"".join(b"--" + boundary + b"\n" + each + b"\n" for each in parts) + b"--" + boundary + b"--\n"


def mixed(
    kind: bytes, *parts: bytes, lines: tuple[bytes, ...] = (), boundary: bytes = b"=_limit", **usual: bytes
) -> bytes:
    """A mail that is a multipart."""
    head, _, body = multipart(kind, *parts, boundary=boundary).partition(b"\n\n")
    return mail(body, *lines, b"MIME-Version: 1.0", head, **usual)


def plain(text: bytes = b"Bonjour") -> bytes:
    return part(b"text/plain; charset=utf-8", text)


def html(text: bytes) -> bytes:
    return part(b"text/html; charset=utf-8", text)


def _check(letter: Letter, expected: Mapping[str, object]) -> None:
    for name, value in expected.items():
        field, _, test = name.partition("__")
        found = _field(letter, field)
        if test == "has":
            for piece in _several(value):
                assert piece in found, f"{field} lacks {piece!r}: {found!r}"  # type: ignore[operator]
        elif test == "lacks":
            for piece in _several(value):
                assert piece not in found, f"{field} has {piece!r}: {found!r}"  # type: ignore[operator]
        else:
            assert found == value, f"{field}: {found!r} is not {value!r}"


def _field(letter: Letter, name: str) -> object:
    fields: dict[str, Callable[[], object]] = {
        "sender": lambda: letter.sender.email,
        "sender_name": lambda: letter.sender.name,
        "to": lambda: tuple(each.email for each in letter.to),
        "cc": lambda: tuple(each.email for each in letter.cc),
        "files": lambda: tuple(file.name for file in letter.files),
        "types": lambda: tuple(file.content_type for file in letter.files),
        "inline": lambda: tuple(file.content_id for file in letter.files if file.is_inline),
        "contents": lambda: tuple(file.content.read() for file in letter.files),
        "left_out": lambda: " ".join(letter.left_out),
        "nature": lambda: letter.nature,
    }
    return fields[name]() if name in fields else getattr(letter, name)


def _several(value: object) -> tuple[object, ...]:
    return value if isinstance(value, tuple) else (value,)


AUTOMATIC, BOUNCE, LIST, PERSON = Nature.AUTOMATIC, Nature.BOUNCE, Nature.LIST, Nature.PERSON
