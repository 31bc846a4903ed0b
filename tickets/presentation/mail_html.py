"""The HTML of a mail as a page shows it: its own pictures in their places, and none from elsewhere."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from html import unescape
from urllib.parse import unquote

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

# Of sanitised HTML, where every value stands in quotes.
_PICTURE = re.compile(r"<img((?:\s+[a-z]+=\"[^\"]*\")*)\s*/?>")
_ATTRIBUTE = re.compile(r"([a-z]+)=\"([^\"]*)\"")


@dataclass
class Pictures:
    """Where the pictures of a mail are read, by their Content-ID; `shown` are those that stood in its text."""

    urls: Mapping[str, str]
    shown: set[str] = field(default_factory=set)

    def put_into(self, html: str) -> SafeString:
        """Sanitised HTML with each `cid:` led to its picture; of a picture that is not there, its words are left."""
        return mark_safe(_PICTURE.sub(self._picture, html))

    def _picture(self, tag: re.Match[str]) -> str:
        attributes = {name: unescape(value) for name, value in _ATTRIBUTE.findall(tag[1])}
        name = unquote(attributes.get("src", "").removeprefix("cid:"))
        words = attributes.get("alt", "")
        if name not in self.urls:
            return escape(words)
        self.shown.add(name)
        return format_html('<img src="{}" alt="{}" loading="lazy" decoding="async">', self.urls[name], words)
