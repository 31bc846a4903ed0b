"""Which parts of a mail are what was written, and which are files."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import BinaryIO

from django.utils.translation import gettext as _

from mail.parsing import invitation, tnef
from mail.parsing.charsets import decode
from mail.parsing.files import Files, clean_name, file_name
from mail.parsing.flowed import unflowed
from mail.parsing.headers import sender, subject
from mail.parsing.markup import Token, tokens
from mail.parsing.pictures import named
from mail.parsing.structure import MOST_PARTS, Part, read_structure
from mail.parsing.transfer import decoded, head
from mail.parsing.uuencoded import without_uuencoded
from mail.sanitising import well_formed

_LONGEST_TEXT = 250_000
# Mails in mails whose text is looked for.
_DEEPEST = 3
_META_CHARSET = re.compile(rb"<meta[^>]{1,200}charset\s*=\s*[\"']?([\w:.-]{2,40})", re.IGNORECASE)
_SIGNATURES = {"application/pkcs7-signature", "application/x-pkcs7-signature", "application/pgp-signature"}
_SEALED = {"application/pkcs7-mime", "application/x-pkcs7-mime"}
# The same words again, for watches, for e-mail that runs, for word processors of 1995.
_OTHER_FACES = {"text/watch-html", "text/x-amp-html", "text/enriched", "text/richtext"}
_OF_REPORTS = {"message/delivery-status", "message/global-delivery-status", "message/disposition-notification"}
_OF_REPORTS |= {"message/feedback-report", "text/rfc822-headers"}


class Content:
    """What was written, part by part, HTML as tokens, and what came with it."""

    def __init__(self, file: BinaryIO, top: Part, *, depth: int = 0) -> None:
        self.file = file
        self.depth = depth
        self.is_report = top.content_type == "multipart/report"
        self.written: list[str | list[Token]] = []
        self.invitations: list[str] = []
        self.nested: list[Part] = []
        self.files = Files()
        self._read(top)
        if sum(1 for _part in top.walk()) >= MOST_PARTS:
            self.files.left_out.append(_("The mail has more than %(most)s parts.") % {"most": MOST_PARTS})
        if not self.written and not self.invitations and self.nested and depth < _DEEPEST:
            self._read_nested(self.nested[0])

    def _read(self, part: Part) -> None:
        kind = part.content_type
        if part.children:
            self._read_children(part, kind)
        elif kind in _SIGNATURES or (self.is_report and kind in _OF_REPORTS):
            return
        elif kind == "text/calendar" or kind == "application/ics":
            self._read_invitation(part)
        elif kind in ("message/rfc822", "message/global"):
            self.nested.append(part)
            self._add_file(part, f"{self._subject_of(part) or _('message')}.eml")
        elif kind in ("application/ms-tnef", "application/vnd.ms-tnef") or file_name(part).lower() == "winmail.dat":
            self._read_tnef(part)
        elif kind in ("text/plain", "text/html") and self._is_written(part):
            self._read_text(part, is_html=kind == "text/html")
        elif not kind.startswith("multipart/"):
            self._add_sealed_or_file(part, kind)
        else:
            self._read_text(part, is_html=False)

    def _read_children(self, part: Part, kind: str) -> None:
        if kind == "multipart/alternative":
            self._read_alternatives(part.children)
        elif kind == "multipart/encrypted":
            self.files.left_out.append(_sealed_sentence())
            for child in part.children[1:]:
                self._add_file(child)
        else:
            for child in part.children:
                self._read(child)

    def _read_alternatives(self, children: Sequence[Part]) -> None:
        """The last face with HTML that says something, or else the text; invitations beside it are read, too."""
        faces = [child for child in children if _has(child, "text/html")][::-1]
        faces += [child for child in children if child not in faces and _has(child, "text/plain")]
        before = len(self.written)
        for face in faces:
            if len(self.written) == before:
                self._read(face)
        for child in children:
            if child not in faces and not (faces and child.content_type in _OTHER_FACES):
                self._read(child)

    def _is_written(self, part: Part) -> bool:
        """Text without a name is written; with one it is a file, unless it stands first and is not attached."""
        if part.disposition.value == "attachment":
            return False
        is_named = bool(part.disposition.parameters.get("filename") or part.content.parameters.get("name"))
        return not is_named or (not self.written and part.disposition.value != "inline")

    def _read_text(self, part: Part, *, is_html: bool) -> None:
        raw = head(self.file, part, _LONGEST_TEXT + 1)
        if len(raw) > _LONGEST_TEXT:
            self.files.left_out.append(_("The text is very long: only its beginning is shown."))
            self._add_file(part)
        text = decode(raw[:_LONGEST_TEXT], self._charset(part, raw, is_html=is_html))
        self._write(text if is_html else self._plain(part, text), is_html=is_html)

    def _write(self, text: str, *, is_html: bool) -> None:
        """Take it as written, unless a reader would see nothing of it."""
        if not is_html:
            self.written += [text] if text.strip() else []
            return
        found = tokens(well_formed(text))
        if any(token.is_seen for token in found):
            self.written.append(found)

    def _plain(self, part: Part, text: str) -> str:
        parameters = part.content.parameters
        if parameters.get("format", "").lower() == "flowed":
            text = unflowed(text, delete_space=parameters.get("delsp", "").lower() == "yes")
        text, packed = without_uuencoded(text)
        for name, content in packed:
            self.files.add(clean_name(name, ""), "application/octet-stream", "", iter([content]))
        return text

    def _charset(self, part: Part, raw: bytes, *, is_html: bool) -> str:
        said = part.content.parameters.get("charset", "")
        meta = _META_CHARSET.search(raw[:2048]) if is_html and not said else None
        return meta[1].decode("ascii", "replace") if meta else said

    def _read_invitation(self, part: Part) -> None:
        data = head(self.file, part, invitation.LARGEST)
        words = invitation.in_words(decode(data, part.content.parameters.get("charset", "utf-8")).encode())
        if words and words in self.invitations:
            # Twice in most mails: as a face of the text, and as a file.
            return
        if words:
            self.invitations.append(words)
        self._add_file(part, "" if file_name(part) != clean_name("", part.content_type) else f"{_('invitation')}.ics")

    def _read_tnef(self, part: Part) -> None:
        opened = tnef.unpack(head(self.file, part, tnef.LARGEST))
        if opened is None:
            self.files.left_out.append(
                _("The file “%(name)s” of Outlook cannot be opened.") % {"name": file_name(part)}
            )
            self._add_file(part)
            return
        if not self.written:
            self._write(opened.html, is_html=True)
        if not self.written:
            self._write(opened.text, is_html=False)
        for name, content in opened.files:
            self.files.add(clean_name(name, ""), "application/octet-stream", "", iter([content]))

    def _add_sealed_or_file(self, part: Part, kind: str) -> None:
        if kind in _SEALED:
            signed = part.content.parameters.get("smime-type", "") == "signed-data"
            self.files.left_out.append(_signed_sentence() if signed else _sealed_sentence())
        self._add_file(part)

    def _add_file(self, part: Part, name: str = "") -> None:
        content_id = named(part.headers.first("content-id"))
        clean = clean_name(name, part.content_type) if name else file_name(part)
        self.files.add(clean, part.content_type, content_id, decoded(self.file, part))

    def _subject_of(self, part: Part) -> str:
        return (
            subject(read_structure(self.file, part.start, part.end).headers)[:100].replace("/", "-").replace("\\", "-")
        )

    def _read_nested(self, part: Part) -> None:
        """A mail that holds nothing but another one says what that one says."""
        top = read_structure(self.file, part.start, part.end)
        inner = Content(self.file, top, depth=self.depth + 1)
        for file in inner.files.taken:
            file.content.close()
        author = sender(top.headers)
        heading = _("From: %(who)s") % {"who": f"{author.name} <{author.email}>" if author.name else author.email}
        if inner.written:
            self.written = [f"{heading}\n{subject(top.headers)}", *inner.written]


def _has(part: Part, kind: str) -> bool:
    return any(each.content_type == kind for each in part.walk())


def _sealed_sentence() -> str:
    return _("The mail is encrypted: nobody can read it here.")


def _signed_sentence() -> str:
    return _("The mail is signed in a way that hides its text: it can be read in the file.")
