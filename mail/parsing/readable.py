"""HTML as plain text, and plain text as HTML."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape

from mail.parsing.markup import BLOCKS, Kind, Token

_LINK = re.compile(r"https?://[^\s<>\"]{1,2000}")
_AFTER_LINK = ".,;:!?)]}'»"
# Quotes in quotes that are shown as such.
_DEEPEST = 12
_PARAGRAPHS = {"p", "ul", "ol", "table", "blockquote", "pre"}


def text_of(found: Sequence[Token]) -> str:
    """What a reader sees: an empty line between paragraphs, ">" before quotes, a link's address beside its words."""
    lines: list[str] = [""]
    depth, link = 0, ""
    in_pre = 0
    for token in found:
        is_start, is_end = token.kind is Kind.START, token.kind is Kind.END
        if token.kind is Kind.TEXT:
            _append(lines, token.value, as_it_stands=in_pre > 0)
        elif token.value == "a":
            link = token.attributes.get("href", "") if is_start else _finish_link(lines, link)
        elif token.value in ("td", "th") and is_end:
            lines[-1] += " "
        elif token.value == "br":
            lines.append("> " * depth)
        elif token.value in BLOCKS:
            in_pre += (is_start - is_end) if token.value == "pre" else 0
            outside = depth
            depth += (is_start - is_end) if token.value == "blockquote" else 0
            _break(lines, depth, min(depth, outside), is_paragraph=token.value in _PARAGRAPHS)
            lines[-1] += "- " if is_start and token.value == "li" else ""
    return re.sub(r"\n{3,}", "\n\n", "\n".join(line.rstrip() for line in lines)).strip("\n")


def _append(lines: list[str], text: str, *, as_it_stands: bool) -> None:
    if as_it_stands:
        first, *others = text.split("\n")
        lines[-1] += first
        lines += others
        return
    words = re.sub(r"[ \t\n]+", " ", text).replace("\xa0", " ")
    lines[-1] += words.lstrip(" ") if lines[-1].endswith(" ") or not lines[-1] else words


def _finish_link(lines: list[str], link: str) -> str:
    """Say where a link leads that does not say so itself."""
    shown = link.removeprefix("https://").removeprefix("http://").rstrip("/")
    if link.startswith("http") and shown not in "".join(lines[-2:]):
        lines[-1] += f" <{link}>"
    return ""


def _break(lines: list[str], depth: int, between: int, *, is_paragraph: bool) -> None:
    """Begin a line in so many quotes; `between` is in how many an empty line before it stands."""
    prefix = "> " * depth
    if lines[-1].strip("> "):
        lines.append(prefix)
    else:
        lines[-1] = prefix
    if is_paragraph and len(lines) > 1 and lines[-2].strip("> "):
        lines.insert(-1, "> " * between)


def html_of(text: str, *, depth: int = 0) -> str:
    """Paragraphs, lines, links and quotes of plain text; indentation stays."""
    parts: list[str] = []
    for block in re.split(r"\n[ \t]*\n", text.strip("\n")):
        lines = block.split("\n")
        start = 0
        for index in range(1, len(lines) + 1):
            if index == len(lines) or lines[index].startswith(">") != lines[start].startswith(">"):
                parts.append(_paragraph(lines[start:index], depth))
                start = index
    return "".join(parts)


def _paragraph(lines: Sequence[str], depth: int) -> str:
    if not any(line.strip() for line in lines):
        return ""
    if lines[0].startswith(">") and depth < _DEEPEST:
        inner = html_of("\n".join(line[1:].removeprefix(" ") for line in lines), depth=depth + 1)
        return f"<blockquote>{inner}</blockquote>"
    return f"<p>{'<br>'.join(_line(line) for line in lines)}</p>"


def _line(line: str) -> str:
    bare = line.lstrip(" \t")
    indent = "&nbsp;" * min(len(line.expandtabs(4)) - len(bare.expandtabs(4)), 80)
    parts, end = [indent], 0
    for match in _LINK.finditer(bare):
        link = match[0].rstrip(_AFTER_LINK)
        parts += [escape(bare[end : match.start()], quote=False), f'<a href="{escape(link)}">{escape(link)}</a>']
        end = match.start() + len(link)
    return "".join([*parts, escape(bare[end:], quote=False)])
