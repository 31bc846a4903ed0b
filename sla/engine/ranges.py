"""Ranges of a day: ("09:00", "12:30") read, checked, and cut at midnight."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from sla.engine.errors import BusinessTimeError
from sla.engine.instants import DAY, MINUTE

WrittenRange = Sequence[str]  # (opens, closes), both "HH:MM"
Range = tuple[int, int]  # [start, end) in microseconds since local midnight
Ranges = tuple[Range, ...]  # sorted, apart from one another

TIME: Final = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])|24:00")


def read_ranges(written: Iterable[WrittenRange], owner: str) -> tuple[list[Range], list[Range]]:
    """The ranges of one day, and the parts of them that lie after midnight, on the next day.

    A range that closes at or before the time it opens crosses midnight. `owner` names the day in errors.
    Raises ValueError for a malformed time or range.
    """
    today: list[Range] = []
    tomorrow: list[Range] = []
    for pair in written:
        opens, closes = _read_pair(pair, owner)
        if closes > opens:
            today.append((opens, closes))
            continue
        today.append((opens, DAY))
        if closes:
            tomorrow.append((0, closes))
    return today, tomorrow


def sorted_apart(ranges: Iterable[Range], owner: str) -> Ranges:
    """The ranges in order. Raises ValueError if two of them overlap; touching is allowed."""
    ordered = tuple(sorted(ranges))
    for one, other in zip(ordered, ordered[1:], strict=False):
        if other[0] < one[1]:
            sentence = f"{owner}: {_written(one)} and {_written(other)} overlap."
            raise BusinessTimeError("overlap", sentence, owner=owner, one=_written(one), other=_written(other))
    return ordered


def united(ranges: Iterable[Range]) -> Ranges:
    """The ranges in order, with those that overlap or touch made one."""
    merged: list[Range] = []
    for start, end in sorted(ranges):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)


def _read_pair(pair: WrittenRange, owner: str) -> Range:
    if isinstance(pair, str) or not isinstance(pair, Sequence) or len(pair) != 2:
        sentence = f"{owner}: {pair!r} is not a range like ('09:00', '12:30')."
        raise BusinessTimeError("range", sentence, owner=owner)
    opens, closes = (_read_time(text, owner) for text in pair)
    if opens == DAY:
        raise BusinessTimeError("range", f"{owner}: a range cannot open at 24:00.", owner=owner)
    return opens, closes


def _read_time(text: str, owner: str) -> int:
    if not isinstance(text, str) or not TIME.fullmatch(text):
        sentence = f"{owner}: {text!r} is not a time like 09:00 (00:00 to 24:00)."
        raise BusinessTimeError("time", sentence, owner=owner, text=str(text))
    hours, minutes = text.split(":")
    return (int(hours) * 60 + int(minutes)) * MINUTE


def _written(span: Range) -> str:
    return "-".join(f"{at // MINUTE // 60:02}:{at // MINUTE % 60:02}" for at in span)
