"""Files of a mail: their names made harmless, and sentences on those that are left out."""

from __future__ import annotations

import mimetypes
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import PurePath, PureWindowsPath

from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mail.letter import LetterFile
from mail.parsing.structure import Part
from mail.parsing.transfer import spooled
from mail.parsing.words import one_line
from tickets.actions.attachments import MOST_FILES, RUNS_BY_ITSELF

_LONGEST_NAME = 150
_TYPE = re.compile(r"[a-z0-9][a-z0-9.+-]{0,60}/[a-z0-9][a-z0-9.+_-]{0,80}")
# Signs that turn "exe.cod" into "doc.exe" on the screen, or are no part of a name on some system.
_NOT_IN_NAMES = re.compile('[\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff<>:"|?*\x00-\x1f\x7f]')
_MOST_NAMED = 5
# Each takes a place on the disk while the mail is read.
_MOST_OPEN = 50


def file_name(part: Part) -> str:
    """As the mail says it, or made from the type."""
    said = part.disposition.parameters.get("filename") or part.content.parameters.get("name", "")
    return clean_name(said, part.content_type)


def clean_name(said: str, content_type: str) -> str:
    """The last part of the name, without signs that deceive; a long one keeps its extension."""
    name = _NOT_IN_NAMES.sub("_", PureWindowsPath(one_line(said)).name).strip(" .")
    if not name.strip("_"):
        return f"{_('unnamed file')}{_extension(content_type)}"
    suffix = PurePath(name).suffix[:20]
    return name if len(name) <= _LONGEST_NAME else name[: _LONGEST_NAME - len(suffix)] + suffix


def _extension(content_type: str) -> str:
    known = {"text/calendar": ".ics", "text/plain": ".txt", "image/jpeg": ".jpg", "message/rfc822": ".eml"}
    return known.get(content_type) or mimetypes.guess_extension(content_type) or ""


class Files:
    """What is taken of a mail, in its order, with a sentence for every file that is not."""

    def __init__(self) -> None:
        self.taken: list[LetterFile] = []
        self.left_out: list[str] = []
        self.beyond: list[str] = []

    def add(self, name: str, content_type: str, content_id: str, pieces: Iterator[bytes]) -> None:
        """Decode a file onto the disk, unless it is empty, a program or too large."""
        if PurePath(name).suffix.lower() in RUNS_BY_ITSELF:
            self.left_out.append(_("The file “%(name)s” is a program: it was left out.") % {"name": name})
            return
        if len(self.taken) >= _MOST_OPEN:
            self.beyond.append(name)
            return
        content, size = spooled(pieces, settings.ATTACHMENT_MAX_BYTES)
        if 0 < size <= settings.ATTACHMENT_MAX_BYTES:
            kind = content_type if _TYPE.fullmatch(content_type) else "application/octet-stream"
            self.taken.append(LetterFile(name, kind, content_id, False, size, content))
            return
        content.close()
        self.left_out.append(_empty(name) if size == 0 else _too_large(name, size))

    def finished(self, shown: set[str]) -> tuple[LetterFile, ...]:
        """At most as many as a message takes: pictures that the HTML shows go first, where there are too many."""
        named = [replace(file, is_inline=file.content_id in shown and bool(shown)) for file in self.taken]
        ranked = sorted(named, key=lambda file: file.is_inline)
        out = {id(file) for file in ranked[MOST_FILES:]}
        if out:
            self.left_out.append(_too_many([*(file.name for file in named if id(file) in out), *self.beyond]))
        for file in named:
            if id(file) in out:
                file.content.close()
        return tuple(file for file in named if id(file) not in out)


def _empty(name: str) -> str:
    return _("The file “%(name)s” is empty.") % {"name": name}


def _too_large(name: str, size: int) -> str:
    return _("The file “%(name)s” has %(size)s: at most %(most)s are taken.") % {
        "name": name,
        "size": filesizeformat(size),
        "most": filesizeformat(settings.ATTACHMENT_MAX_BYTES),
    }


def _too_many(names: list[str]) -> str:
    listed = ", ".join(names[:_MOST_NAMED]) + (", …" if len(names) > _MOST_NAMED else "")
    return ngettext(
        "%(count)s file more than the %(most)s that fit one message was left out: %(names)s.",
        "%(count)s files more than the %(most)s that fit one message were left out: %(names)s.",
        len(names),
    ) % {"count": len(names), "most": MOST_FILES, "names": listed}
