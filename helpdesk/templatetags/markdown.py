"""Markdown of replies and notes: rendered, then cleaned, so that nothing typed can run or call home."""

from __future__ import annotations

import nh3
from django import template
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

register = template.Library()

# A message has no headings of its own: they would break into the outline of the page. Images would tell
# whoever hosts them that the message was read.
_RENDERER = MarkdownIt("js-default", {"breaks": True}).disable(["heading", "lheading", "image"])
_TAGS = {
    "a", "blockquote", "br", "code", "del", "em", "hr", "li", "ol", "p", "pre", "s", "strong",
    "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip


@register.filter
def markdown(text: str) -> SafeString:
    """Safe HTML; links open with `rel="noopener noreferrer nofollow"`."""
    cleaned = nh3.clean(
        _RENDERER.render(text),
        tags=_TAGS,
        attributes={"a": {"href", "title"}, "ol": {"start"}},
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel="noopener noreferrer nofollow",
    )
    # Cleaned a line above: nothing is left but the tags named here.
    return mark_safe(cleaned)
