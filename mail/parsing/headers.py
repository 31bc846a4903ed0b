"""The header of a mail or of one of its parts, and the single facts in it."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Sequence
from email.utils import parsedate_to_datetime

from mail.letter import Address
from mail.parsing.addresses import addresses
from mail.parsing.charsets import decode
from mail.parsing.parameters import Parametrised, parametrised
from mail.parsing.words import readable

FIELD = re.compile(rb"([!-9;-~]{1,100})[ \t]*:(.*)", re.DOTALL)
_IDENTIFIER = re.compile(r"<\s*([^<>\s]+)\s*>")
_LONGEST_IDENTIFIER = 250
_MOST_REFERENCES = 60
_LONGEST_SUBJECT = 500


class Headers:
    """Fields by name, in the order they came; every value is text, unfolded, with encoded words still encoded."""

    def __init__(self, lines: Sequence[bytes]) -> None:
        self.fields: list[tuple[str, str]] = []
        for name, value in _unfolded(lines):
            self.fields.append((name.decode("ascii").lower(), decode(value).replace("\n", " ").strip()))

    def first(self, name: str) -> str:
        """The first value of the field that is not empty, or ""."""
        return next((value for each, value in self.fields if each == name and value), "")

    def every(self, name: str) -> list[str]:
        return [value for each, value in self.fields if each == name]

    def has(self, name: str) -> bool:
        return any(each == name for each, _ in self.fields)

    def parametrised(self, name: str) -> Parametrised:
        return parametrised(self.first(name))


def _unfolded(lines: Sequence[bytes]) -> list[tuple[bytes, bytes]]:
    fields: list[tuple[bytes, list[bytes]]] = []
    for line in lines:
        match = FIELD.match(line)
        if match and line[:1] not in b" \t":
            fields.append((match[1], [match[2].rstrip(b"\r\n")]))
        elif fields:
            fields[-1][1].append(line.rstrip(b"\r\n"))
    return [(name, b"".join(parts)) for name, parts in fields]


def identifiers(text: str) -> tuple[str, ...]:
    """Message-IDs in angle brackets, once each; one over 250 characters stands as its digest, always the same."""
    return tuple(dict.fromkeys(_identifier(found) for found in _IDENTIFIER.findall(text)))


def message_id(headers: Headers) -> str:
    """The first Message-ID, or "". Without brackets it is taken as it stands."""
    value = headers.first("message-id")
    bare = value.split()[0].strip("<>") if value.split() else ""
    return next(iter(identifiers(value)), _identifier(bare) if bare else "")


def references(headers: Headers) -> tuple[str, ...]:
    """In-Reply-To, then References from the last to the first; of very many, the root and the last ones."""
    answered = identifiers(" ".join(headers.every("in-reply-to")))
    chain = identifiers(" ".join(headers.every("references")))
    kept = chain if len(chain) <= _MOST_REFERENCES else (chain[0], *chain[-_MOST_REFERENCES:])
    return tuple(dict.fromkeys((*answered[:_MOST_REFERENCES], *reversed(kept))))


def sender(headers: Headers) -> Address:
    """From; of several, the one that Sender names too. Without From: Sender, Reply-To, Return-Path."""
    written = [address for value in headers.every("from") for address in addresses(value)]
    sent = addresses(headers.first("sender"))
    named = [address for address in written if address.email in {each.email for each in sent}]
    others = (*addresses(headers.first("reply-to")), *addresses(headers.first("return-path")))
    return next(iter((*named[:1], *written, *sent, *others)), Address(""))


def subject(headers: Headers) -> str:
    """One line, decoded; at most 500 characters."""
    return readable(headers.first("subject"))[:_LONGEST_SUBJECT].strip()


def sent_at(headers: Headers) -> dt.datetime | None:
    """What the Date header says, in UTC; None where it says nothing that is a date."""
    try:
        date = parsedate_to_datetime(headers.first("date"))
        return (date if date.tzinfo else date.replace(tzinfo=dt.UTC)).astimezone(dt.UTC)
    except (TypeError, ValueError, IndexError, OverflowError):
        return None


def _identifier(bare: str) -> str:
    if len(bare) + 2 <= _LONGEST_IDENTIFIER:
        return f"<{bare}>"
    return f"<{hashlib.sha256(bare.encode()).hexdigest()}@too-long.invalid>"
