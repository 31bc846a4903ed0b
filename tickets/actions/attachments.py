"""Files that come with a message."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from pathlib import PurePath, PureWindowsPath

from django.conf import settings
from django.core.files import File
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from tickets.models import Attachment, Message
from tickets.refusal import ActionRefused

MOST_FILES = 10
# What a double click would run on the reader's computer.
RUNS_BY_ITSELF = {".app", ".bat", ".cmd", ".com", ".cpl", ".dll", ".exe", ".hta", ".jar", ".js", ".jse", ".lnk"}
RUNS_BY_ITSELF |= {".msi", ".msp", ".pif", ".ps1", ".reg", ".scr", ".vb", ".vbe", ".vbs", ".ws", ".wsf", ".wsh"}

_PICTURES = {
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
    b"GIF87a": "image/gif",
    b"GIF89a": "image/gif",
}


def attach(message: Message, files: Sequence[File[bytes]]) -> list[Attachment]:
    """Store the files of a message, under names that nobody can guess; the name as sent is kept beside.

    Raises ActionRefused with a sentence where there are too many, or one is empty, too large or a program.
    """
    refuse_unfit(files)
    return Attachment.objects.bulk_create([_stored(message, file) for file in files])


def refuse_unfit(files: Sequence[File[bytes]]) -> None:
    """Raise ActionRefused with a sentence where there are too many, or one is empty, too large or a program."""
    if len(files) > MOST_FILES:
        raise ActionRefused(
            _("There are %(count)s files: at most %(most)s fit one message.")
            % {"count": len(files), "most": MOST_FILES}
        )
    for file in files:
        _refuse_unfit(file)


def _refuse_unfit(file: File[bytes]) -> None:
    name, size = _name(file), file.size
    if size == 0:
        raise ActionRefused(_("The file “%(name)s” is empty.") % {"name": name})
    if size > settings.ATTACHMENT_MAX_BYTES:
        raise ActionRefused(
            _("The file “%(name)s” has %(size)s: at most %(most)s are taken.")
            % {"name": name, "size": filesizeformat(size), "most": filesizeformat(settings.ATTACHMENT_MAX_BYTES)}
        )
    if PurePath(name).suffix.lower() in RUNS_BY_ITSELF:
        raise ActionRefused(_("The file “%(name)s” is a program: put it into an archive first.") % {"name": name})


def _stored(message: Message, file: File[bytes]) -> Attachment:
    picture = picture_type(file)
    claimed = str(getattr(file, "content_type", None) or "application/octet-stream")
    attachment = Attachment(
        message=message,
        name=_name(file),
        content_type=picture or claimed[:100],
        size=file.size,
        is_picture=bool(picture),
        content_id=str(getattr(file, "content_id", ""))[:200],
    )
    attachment.file.save(uuid.uuid4().hex, file, save=False)
    return attachment


def picture_type(file: File[bytes]) -> str:
    """The type of a picture that a browser may show, by its first bytes; "" for anything else. SVG runs scripts."""
    file.seek(0)
    head = file.read(16)
    file.seek(0)
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image/webp"
    return next((kind for start, kind in _PICTURES.items() if head.startswith(start)), "")


def _name(file: File[bytes]) -> str:
    """The last part of the name, whichever way its folders are written; a long one keeps its end."""
    name = PureWindowsPath(file.name or "").name.replace("\0", "")
    return name[-200:] or _("file")
