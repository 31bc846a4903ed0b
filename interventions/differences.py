"""What changed from one version of a slip to the next, in the reader's words."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from typing import Any, NamedTuple

from interventions.content import Content
from interventions.content_words import LABELS, written


class Difference(NamedTuple):
    """One thing that changed; of lists, the lines that went and those that came."""

    label: str
    before: str
    after: str


def differences(before: Content, after: Content) -> list[Difference]:
    """In the order of the paper, in the active language; nothing where both say the same."""
    return [_difference(name, before, after) for name in LABELS if before.get(name) != after.get(name)]


def _difference(name: str, before: Content, after: Content) -> Difference:
    old, new = before.get(name), after.get(name)
    if isinstance(old, list) and isinstance(new, list):
        went, came = _only(old, new), _only(new, old)
        went, came = (old, new) if not went and not came else (went, came)
        return Difference(str(LABELS[name]), _lines(name, went, before), _lines(name, came, after))
    return Difference(str(LABELS[name]), written(name, old, before), written(name, new, after))


def _lines(name: str, values: Sequence[Any], content: Content) -> str:
    return "\n".join(written(name, value, content) for value in values)


def _only(these: Sequence[Any], others: Sequence[Any]) -> list[Any]:
    """What is here and not there, in its order; two alike are two."""
    left = Counter(json.dumps(each, sort_keys=True) for each in others)
    found = []
    for each in these:
        name = json.dumps(each, sort_keys=True)
        if left[name]:
            left[name] -= 1
        else:
            found.append(each)
    return found
