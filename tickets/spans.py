"""Stretches of time, half-open, and what is left of them. Pure; all instants are aware and in UTC."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import NamedTuple


class Span(NamedTuple):
    """From one instant to another, the second one not included."""

    start: dt.datetime
    end: dt.datetime

    def within(self, other: Span) -> Span | None:
        """The part of it inside another; None where there is none."""
        cut = Span(max(self.start, other.start), min(self.end, other.end))
        return cut if cut.start < cut.end else None


def without(spans: Iterable[Span], taken: Iterable[Span]) -> list[Span]:
    """What is left of `spans` once everything in `taken` is cut out of them."""
    left = list(spans)
    for away in taken:
        left = [piece for span in left for piece in _around(span, away)]
    return left


def _around(span: Span, away: Span) -> list[Span]:
    if away.end <= span.start or span.end <= away.start:
        return [span]
    pieces = (Span(span.start, away.start), Span(away.end, span.end))
    return [piece for piece in pieces if piece.start < piece.end]
