"""People of the house named in a text as `@Name`. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple


class Mention(NamedTuple):
    """A name in a text: `text[start:end]` is "@" and the name."""

    start: int
    end: int
    name: str


def mentions(text: str, names: Iterable[str]) -> list[Mention]:
    """Where a text names one of `names`, in any case; of two that begin alike, the longer.

    An address ("marie@example.org") names nobody, and neither does "@Mar" name Marie.
    """
    if "@" not in text:
        return []
    known = {name.casefold(): name for name in names if name.strip()}
    if not known:
        return []
    longest_first = sorted(map(re.escape, known.values()), key=len, reverse=True)
    pattern = re.compile(rf"(?<![\w.@])@({'|'.join(longest_first)})(?!\w)", re.IGNORECASE)
    return [Mention(*found.span(), known[found[1].casefold()]) for found in pattern.finditer(text)]
