"""What changed from one version of a slip to the next, in the reader's words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from interventions.content import Content
from interventions.content_words import LABELS, written


class Difference(NamedTuple):
    """One thing that changed; of lists and long texts, the lines that went and those that came."""

    label: str
    before: str
    after: str


def differences(before: Content, after: Content) -> list[Difference]:
    """In the order of the paper, in the active language; nothing where both say the same."""
    return [_difference(name, before, after) for name in LABELS if before.get(name) != after.get(name)]


def _difference(name: str, before: Content, after: Content) -> Difference:
    went, came = _lines(name, before), _lines(name, after)
    gone, new = _only(went, came), _only(came, went)
    # Where lines only changed places, all of them are shown.
    went, came = (gone, new) if any(gone) or any(new) else (went, came)
    return Difference(str(LABELS[name]), "\n".join(went), "\n".join(came))


def _lines(name: str, content: Content) -> list[str]:
    value = content.get(name)
    if isinstance(value, list):
        return [written(name, each, content) for each in value]
    return written(name, value, content).splitlines()


def _only(these: Sequence[str], others: Sequence[str]) -> list[str]:
    """What is here and not there, in its order; two alike are two."""
    left = Counter(others)
    found = []
    for each in these:
        if left[each]:
            left[each] -= 1
        else:
            found.append(each)
    return found
