"""Markdown of replies and notes: rendered, then cleaned, so that nothing typed can run or call home."""

from __future__ import annotations

from collections.abc import Sequence

import nh3
from django import template
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from tickets.mentions import mentions

register = template.Library()

# A message has no headings of its own: they would break into the outline of the page. Images would tell
# whoever hosts them that the message was read.
_RENDERER = MarkdownIt("js-default", {"breaks": True}).disable(["heading", "lheading", "image"])
_TAGS = {
    "a", "b", "blockquote", "br", "code", "del", "em", "hr", "li", "ol", "p", "pre", "s", "strong",
    "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip


def _mark_mentions(state: StateCore) -> None:
    """Names of the house after an "@" stand in a <b> of their own; `env["names"]` are those of the house."""
    for block in state.tokens:
        if block.type == "inline" and block.children:
            block.children = [each for token in block.children for each in _marked(token, state.env.get("names", ()))]


def _marked(token: Token, names: Sequence[str]) -> list[Token]:
    found = mentions(token.content, names) if token.type == "text" else []
    parts, done = [], 0
    for mention in found:
        before, named = _text(token.content[done : mention.start]), _text(token.content[mention.start : mention.end])
        opening = Token("mention_open", "b", 1, attrs={"class": "mention"})
        parts += [before, opening, named, Token("mention_close", "b", -1)]
        done = mention.end
    return [*parts, _text(token.content[done:])] if found else [token]


def _text(content: str) -> Token:
    return Token("text", "", 0, content=content)


_RENDERER.core.ruler.push("mentions", _mark_mentions)


@register.filter
def markdown(text: str, names: Sequence[str] = ()) -> SafeString:
    """Safe HTML; links open with `rel="noopener noreferrer nofollow"`, `@` and one of `names` stands out."""
    cleaned = nh3.clean(
        _RENDERER.render(text, {"names": names}),
        tags=_TAGS,
        attributes={"a": {"href", "title"}, "ol": {"start"}},
        allowed_classes={"b": {"mention"}},
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel="noopener noreferrer nofollow",
    )
    # Cleaned a line above: nothing is left but the tags named here.
    return mark_safe(cleaned)
