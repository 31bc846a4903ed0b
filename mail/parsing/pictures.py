"""Pictures in the HTML of a mail: its own are kept, those of others are links, counters of readers are dropped."""

from __future__ import annotations

import io
import re
from collections.abc import Collection, Sequence
from urllib.parse import unquote, urlsplit

from django.utils.translation import gettext as _

from mail.letter import LetterFile
from mail.parsing.markup import Kind, Token
from mail.parsing.words import from_base64

_DATA = re.compile(r"data:(image/(?:png|jpeg|gif|webp));base64,(.{20,})", re.DOTALL)
_TINY = re.compile(r"[0-3](px)?")
_MOST_IN_TEXT = 20


def named(cid: str) -> str:
    """A Content-ID as both the part and the HTML may write it."""
    return unquote(cid).strip().strip("<>").strip()[:200]


def shown(found: Sequence[Token]) -> set[str]:
    """The Content-IDs that the HTML shows."""
    return {
        token.attributes["src"].removeprefix("cid:")
        for token in found
        if token.value == "img" and token.attributes.get("src", "").startswith("cid:")
    }


def own_pictures(found: Sequence[Token], known: Collection[str]) -> tuple[list[Token], list[LetterFile]]:
    """The tokens with pictures of the mail alone, and those that were written into the HTML itself, as files."""
    kept: list[Token] = []
    files: list[LetterFile] = []
    for token in found:
        if token.value != "img" or token.kind is Kind.TEXT:
            kept.append(token)
            continue
        source = token.attributes.get("src", "")
        data = _DATA.fullmatch(source) if len(files) < _MOST_IN_TEXT else None
        if data:
            files.append(_file(data[1], data[2], len(files) + 1))
            kept.append(_picture(token, files[-1].content_id))
        elif source.startswith("cid:") and named(source[4:]) in known:
            kept.append(_picture(token, named(source[4:])))
        else:
            kept += _link(token, source)
    return kept, files


def _picture(token: Token, content_id: str) -> Token:
    return Token(Kind.VOID, "img", {**token.attributes, "src": f"cid:{content_id}"})


def _link(token: Token, source: str) -> list[Token]:
    """A picture from elsewhere would tell its host that the mail was read."""
    sizes = (token.attributes.get("width", ""), token.attributes.get("height", ""))
    described = " ".join(token.attributes.get("alt", "").split())[:200]
    if any(_TINY.fullmatch(size) for size in sizes):
        return []
    if not source.startswith(("http://", "https://")):
        return [Token(Kind.TEXT, described)] if described else []
    try:
        host = urlsplit(source).hostname or ""
    except ValueError:
        return []
    words = _("[picture: %(name)s]") % {"name": described or host}
    return [Token(Kind.START, "a", {"href": source}), Token(Kind.TEXT, words), Token(Kind.END, "a")]


def _file(content_type: str, letters: str, number: int) -> LetterFile:
    content = from_base64(unquote(letters).encode("utf-8", "replace"))
    extension = content_type.removeprefix("image/")
    name, cid = f"{_('picture')}-{number}.{extension}", f"in-text-{number}"
    return LetterFile(name, content_type, cid, True, len(content), io.BytesIO(content))
