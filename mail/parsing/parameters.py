"""Headers with parameters, such as Content-Type (RFC 2045, RFC 2231), written well or badly."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import unquote_to_bytes

from mail.parsing.charsets import decode
from mail.parsing.words import one_line, readable

_PARAMETER = re.compile(r';\s*([^\s;="]{1,80})\s*=\s*("(?:\\.|[^"\\])*"?|[^;]*)', re.DOTALL)
_SECTION = re.compile(r"(.+?)\*(\d{1,3})(\*?)")


@dataclass(frozen=True)
class Parametrised:
    """The value in lower case, and its parameters decoded, by their names in lower case."""

    value: str = ""
    parameters: Mapping[str, str] = field(default_factory=dict)


def parametrised(header: str) -> Parametrised:
    """`attachment; filename*0*=utf-8''d%C3%A9; filename*1=vis.pdf` is (attachment, filename: dévis.pdf)."""
    head, separator, rest = header.partition(";")
    plain: dict[str, str] = {}
    sections: dict[str, dict[int, tuple[str, bool]]] = {}
    for match in _PARAMETER.finditer(separator + rest):
        name, value = match[1].lower(), _unquoted(match[2])
        section = _SECTION.fullmatch(name)
        if section:
            sections.setdefault(section[1], {})[int(section[2])] = (value, bool(section[3]))
        elif name.endswith("*"):
            sections.setdefault(name[:-1], {})[0] = (value, True)
        else:
            plain.setdefault(name, readable(value))
    # The extended form is the one its writer meant, where both are there.
    extended = {name: _joined(numbered) for name, numbered in sections.items()}
    return Parametrised(head.strip().lower(), {**plain, **extended})


def _unquoted(value: str) -> str:
    if not value.startswith('"'):
        return value.strip()
    inner = value[1:-1] if value.endswith('"') and len(value) > 1 else value[1:]
    # Other backslashes are those of a path: C:\scans\devis.pdf
    return re.sub(r'\\(["\\])', r"\1", inner)


def _joined(numbered: Mapping[int, tuple[str, bool]]) -> str:
    charset, data = "", b""
    for position, (_, (text, is_encoded)) in enumerate(sorted(numbered.items())):
        value = text
        if position == 0 and is_encoded and text.count("'") >= 2:
            charset, _language, value = text.split("'", 2)
        raw = value.encode("utf-8", "surrogatepass")
        data += unquote_to_bytes(raw) if is_encoded else raw
    return one_line(readable(decode(data, charset)))
