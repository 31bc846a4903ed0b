"""The photos of a slip on paper: a further page, two to a row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from interventions.models import Photo
from papers.typst import is_picture

# Mail servers refuse what is much larger: what does not fit is named, and seen on the ticket.
MOST_BYTES = 8 * 1024 * 1024
_SUFFIXES = {"image/png": ".png", "image/jpeg": ".jpg", "image/gif": ".gif", "image/webp": ".webp"}


def photo_page(frozen: Sequence[Mapping[str, str]], stored: Sequence[Photo]) -> tuple[dict[str, Any], dict[str, bytes]]:
    """What slip.typ takes as `data.photos`, and the pictures it names; a broken one is a grey field."""
    by_key = {str(photo.key): photo for photo in stored}
    rows, files, left, more = [], dict[str, bytes](), MOST_BYTES, 0
    for number, taken in enumerate(frozen, 1):
        photo = by_key.get(taken["key"])
        if photo is not None and photo.size > left:
            more += 1
            continue
        name, content = _read(photo, number) if photo else ("", b"")
        left -= len(content)
        files |= {name: content} if name else {}
        caption = taken["caption"] or _("Photo %(number)s") % {"number": number}
        rows.append({"file": name, "caption": caption, "alternative": caption, "missing": _("not readable")})
    sentence = ngettext("%(count)s more photo is on the ticket.", "%(count)s more photos are on the ticket.", more)
    return {"name": _("Photos"), "rows": rows, "more": sentence % {"count": more} if more else ""}, files


def _read(photo: Photo, number: int) -> tuple[str, bytes]:
    name = f"photo{number}{_SUFFIXES.get(photo.content_type, '.jpg')}"
    if not photo.file.storage.exists(str(photo.file.name)):
        return "", b""
    with photo.file.open() as file:
        content = file.read()
    return (name, content) if is_picture(content, name) else ("", b"")
