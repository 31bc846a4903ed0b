"""HTML of strangers: made well-formed to be read by us, and made harmless to be shown."""

from __future__ import annotations

import re

import nh3

_SHOWN = {
    "a", "b", "blockquote", "br", "caption", "code", "dd", "del", "div", "dl", "dt", "em", "hr", "i", "img", "li",
    "ol", "p", "pre", "s", "strong", "sub", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "u", "ul",
}  # fmt: skip
_SHOWN_ATTRIBUTES = {
    "a": {"href", "title"},
    "img": {"src", "alt", "width", "height"},
    "ol": {"start"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
}
# What tells a quote from an answer, a picture from a counter of readers, and hidden text from text.
_READ = _SHOWN | {"center", "font", "h1", "h2", "h3", "h4", "h5", "h6", "section", "span"}
_READ_ATTRIBUTES = {**_SHOWN_ATTRIBUTES, "*": {"class", "hidden", "id", "style"}, "blockquote": {"type"}}
_NOT_TEXT = {"script", "style", "title", "template", "noscript", "svg", "math", "object", "select", "textarea"}
_LINKS = {"http", "https", "mailto", "tel"}
_NUMBER = re.compile(r"\d{1,4}")

_DEEPEST = 500
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
_CLOSED_BY_OTHERS = {"area", "base", "br", "col", "dd", "dt", "hr", "img", "input", "li", "link", "meta", "option"}
_CLOSED_BY_OTHERS |= {"p", "tbody", "td", "tfoot", "th", "thead", "tr", "wbr"}


def sanitised(html: str) -> str:
    """HTML that may be shown: nothing in it runs, loads from elsewhere or looks like the page around it.

    Pictures are those of the mail alone (`cid:`); links open with `rel="noopener noreferrer nofollow"`.
    """
    return nh3.clean(
        html,
        tags=_SHOWN,
        attributes=_SHOWN_ATTRIBUTES,
        attribute_filter=_harmless,
        clean_content_tags=_NOT_TEXT - {"object"},
        url_schemes=_LINKS | {"cid"},
        link_rel="noopener noreferrer nofollow",
    ).strip()


def well_formed(html: str) -> str:
    """The same HTML with every tag closed, with the marks that programs leave in it; to be read, never to be shown.

    Nested over 500 deep it is taken for an attack (cleaning takes the square of the depth): its text is left.
    """
    if _depth(html) > _DEEPEST:
        html = re.sub(r"<[^<>]{0,2000}>", " ", html)
    return nh3.clean(
        html,
        tags=_READ,
        attributes=_READ_ATTRIBUTES,
        clean_content_tags=_NOT_TEXT - {"object"},
        url_schemes=_LINKS | {"cid", "data"},
        link_rel=None,
    )


def _harmless(tag: str, name: str, value: str) -> str | None:
    if name == "src":
        return value if value.startswith("cid:") else None
    if name == "href":
        return None if value.startswith("cid:") else value
    if name in ("width", "height", "colspan", "rowspan", "start"):
        return value if _NUMBER.fullmatch(value) else None
    return value


def _depth(html: str) -> int:
    depth = deepest = 0
    for closing, name in _TAG.findall(html):
        if name.lower() not in _CLOSED_BY_OTHERS:
            depth = max(0, depth - 1) if closing else depth + 1
            deepest = max(deepest, depth)
    return deepest
