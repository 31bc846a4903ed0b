"""Who wrote a mail, a person or a machine, and what a bounce is about (RFC 3834, RFC 3464)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import BinaryIO

from mail.letter import Nature
from mail.parsing.addresses import addresses
from mail.parsing.charsets import decode
from mail.parsing.headers import Headers, identifiers, message_id, references, sender
from mail.parsing.structure import Part
from mail.parsing.transfer import head

_MOST = 65_536
_DELIVERED = {"delivered", "relayed", "expanded", "delayed"}
_POSTMASTERS = ("mailer-daemon", "postmaster", "microsoftexchange", "mail-daemon")
_MOST_RECIPIENTS = 50
_REFUSED = re.compile(r"^\s*<([^<>\s]+@[^<>\s]+)>:", re.MULTILINE)
_QUOTED_ID = re.compile(r"^[> \t]*Message-ID:\s*(<[^<>\s]+>)", re.MULTILINE | re.IGNORECASE)


@dataclass(frozen=True)
class Report:
    """What a mail says of another: `actions` of RFC 3464, recipients that it failed to reach, and its Message-IDs."""

    actions: tuple[str, ...] = ()
    failed: tuple[str, ...] = ()
    reported: tuple[str, ...] = ()
    is_of_delivery: bool = False
    is_of_reading: bool = False


def read_report(file: BinaryIO, top: Part, text: str) -> Report:
    """The machine-readable parts of a report; of bounces without any, what their text and header say."""
    actions: list[str] = []
    failed: list[str] = []
    reported: list[str] = []
    for part in top.walk() if is_report(top) else ():
        if part.content_type in ("message/delivery-status", "message/global-delivery-status"):
            _read_status(decode(head(file, part, _MOST)), actions, failed)
        elif part.content_type in ("message/rfc822", "text/rfc822-headers", "message/global", "message/global-headers"):
            original = Headers(head(file, part, _MOST).split(b"\n\n")[0].replace(b"\r\n", b"\n").splitlines(True))
            reported += [each for each in (message_id(original), *references(original)) if each]
    is_of_delivery = any("delivery-status" in part.content_type for part in top.walk())
    if is_from_postmaster(top.headers):
        failed += [each.email for each in addresses(top.headers.first("x-failed-recipients"))]
        failed += [] if failed else [each.lower() for each in _REFUSED.findall(text)]
        reported += [] if reported else identifiers(" ".join(_QUOTED_ID.findall(text)))
    return Report(
        tuple(actions),
        tuple(dict.fromkeys(failed))[:_MOST_RECIPIENTS],
        tuple(dict.fromkeys(reported))[:_MOST_RECIPIENTS],
        is_of_delivery,
        any("disposition-notification" in part.content_type for part in top.walk()),
    )


def nature(headers: Headers, report: Report) -> Nature:
    """A subject such as "Out of office" proves nothing, nor does X-Auto-Response-Suppress: a person may answer."""
    if _is_bounce(headers, report):
        return Nature.BOUNCE
    if _is_automatic(headers) or report.is_of_delivery or report.is_of_reading:
        return Nature.AUTOMATIC
    if headers.has("list-id") or _word(headers, "precedence") in ("list", "bulk", "junk"):
        return Nature.LIST
    return Nature.PERSON


def is_report(top: Part) -> bool:
    return top.content_type == "multipart/report" or is_from_postmaster(top.headers)


def is_from_postmaster(headers: Headers) -> bool:
    return sender(headers).email.startswith(_POSTMASTERS) or headers.has("x-failed-recipients")


def _is_bounce(headers: Headers, report: Report) -> bool:
    if report.is_of_delivery:
        return not report.actions or not set(report.actions) <= _DELIVERED
    if headers.has("x-ms-exchange-message-is-ndr") or "dsn" in headers.first("content-class"):
        return True
    return is_from_postmaster(headers) and (_is_returned(headers) or headers.has("x-failed-recipients"))


def _is_automatic(headers: Headers) -> bool:
    if headers.has("auto-submitted"):
        return _word(headers, "auto-submitted") != "no"
    if any(_word(headers, name) not in ("", "no") for name in ("x-autoreply", "x-autorespond", "x-autoresponder")):
        return True
    return _word(headers, "precedence") in ("auto_reply", "auto-reply") or _is_returned(headers)


def _is_returned(headers: Headers) -> bool:
    """Whether nobody wants it back: the null Return-Path of notifications (RFC 5321)."""
    return headers.first("return-path").replace(" ", "") == "<>"


def _word(headers: Headers, name: str) -> str:
    """The first word of a field, without comments and parameters."""
    return re.sub(r"\([^()]*\)", "", headers.first(name)).partition(";")[0].strip().lower()


def _read_status(text: str, actions: list[str], failed: list[str]) -> None:
    """One block of fields a recipient; the first is about the report as a whole."""
    for block in re.split(r"\n\s*\n", text):
        fields = Headers([line.encode() for line in block.splitlines(True)])
        recipient = fields.first("final-recipient") or fields.first("original-recipient")
        action = _word(fields, "action")
        if action:
            actions.append(action)
        if recipient and action not in _DELIVERED:
            failed += [each.email for each in addresses(recipient.partition(";")[2] or recipient)]
