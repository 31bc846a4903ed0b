"""Well-formed HTML as a flat list of tokens: a mail nested a thousand deep needs no recursion."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from html import escape
from html.parser import HTMLParser
from types import MappingProxyType

_VOID = {"br", "hr", "img"}
_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
BLOCKS = {
    "blockquote", "caption", "center", "dd", "div", "dl", "dt", "hr", "li", "ol", "p", "pre", "section", "table",
    "tbody", "tfoot", "thead", "tr", "ul",
} | _HEADINGS  # fmt: skip


# One for all: a long mail has a hundred thousand tokens.
_NONE: Mapping[str, str] = MappingProxyType({})


class Kind(Enum):
    START = "start"
    END = "end"
    TEXT = "text"
    VOID = "void"


@dataclass(frozen=True, slots=True)
class Token:
    """A tag by its name in `value`, or a text."""

    kind: Kind
    value: str
    attributes: Mapping[str, str] = field(default_factory=lambda: _NONE)

    @property
    def is_blank(self) -> bool:
        return self.kind is Kind.TEXT and not self.value.strip()

    @property
    def is_seen(self) -> bool:
        """Whether a reader sees it: a text or a picture."""
        return (self.kind is Kind.TEXT and not self.is_blank) or self.value == "img"

    @property
    def breaks_line(self) -> bool:
        return self.kind is not Kind.TEXT and (self.value in BLOCKS or self.value == "br")


class _Tokeniser(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tokens: list[Token] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        kind = Kind.VOID if tag in _VOID else Kind.START
        self.tokens.append(Token(kind, tag, {name: value or "" for name, value in attrs} if attrs else _NONE))

    def handle_endtag(self, tag: str) -> None:
        if tag not in _VOID:
            self.tokens.append(Token(Kind.END, tag))

    def handle_data(self, data: str) -> None:
        self.tokens.append(Token(Kind.TEXT, data))


def tokens(html: str) -> list[Token]:
    """The tokens of HTML that `well_formed` gave."""
    reader = _Tokeniser()
    reader.feed(html)
    reader.close()
    return reader.tokens


def closings(found: Sequence[Token]) -> dict[int, int]:
    """Of each start tag where its end tag stands; without one, where the last token does."""
    open_: list[int] = []
    ends: dict[int, int] = {}
    for index, token in enumerate(found):
        if token.kind is Kind.START:
            open_.append(index)
        elif token.kind is Kind.END and any(found[each].value == token.value for each in open_[-40:]):
            while found[start := open_.pop()].value != token.value:
                ends[start] = index
            ends[start] = index
    return {**dict.fromkeys(open_, len(found) - 1), **ends}


def markup(found: Iterable[Token]) -> str:
    """HTML again: end tags without their start are left out, headings are bold paragraphs of the page they stand in."""
    parts: list[str] = []
    open_: dict[str, int] = {}
    for token in found:
        if token.kind is Kind.TEXT:
            parts.append(escape(token.value, quote=False))
        elif token.kind is Kind.END and open_.get(token.value, 0) > 0:
            open_[token.value] -= 1
            parts.append("</strong></p>" if token.value in _HEADINGS else f"</{token.value}>")
        elif token.kind is Kind.VOID or token.kind is Kind.START:
            open_[token.value] = open_.get(token.value, 0) + 1
            parts.append("<p><strong>" if token.value in _HEADINGS else _tag(token))
    return "".join(parts)


def _tag(token: Token) -> str:
    attributes = "".join(f' {name}="{escape(value)}"' for name, value in token.attributes.items())
    return f"<{token.value}{attributes}>"
