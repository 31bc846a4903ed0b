"""Paragraphs that a program broke into lines to be put together again (RFC 3676)."""

from __future__ import annotations


def unflowed(text: str, *, delete_space: bool) -> str:
    """Lines that end with a space go on with the next one of the same depth of quoting; a signature never does."""
    lines: list[str] = []
    open_depth = -1
    for raw in text.split("\n"):
        rest = raw.lstrip(">")
        depth = len(raw) - len(rest)
        content = rest.removeprefix(" ")
        goes_on = content.endswith(" ") and content != "-- "
        kept = content[:-1] if goes_on and delete_space else content
        if depth == open_depth and content != "-- ":
            lines[-1] += kept
        else:
            lines.append(">" * depth + " " + kept if depth else kept)
        open_depth = depth if goes_on else -1
    return "\n".join(lines)
