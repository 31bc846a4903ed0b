"""A timeline in numpy, for many instants at once. Imported only where numpy is installed."""

from __future__ import annotations

from typing import Any, Final

import numpy as np

from sla.engine.timeline import Timeline

Instants = np.ndarray[Any, np.dtype[np.int64]]

LARGEST_TABLE: Final = 1 << 20  # 8 MB


class Vectors:
    """The answers of a `Timeline` for int64 arrays."""

    def __init__(self, timeline: Timeline) -> None:
        self.timeline = timeline
        self._worked = np.array(timeline.worked, np.int64)
        self._idle = np.array(timeline.idle, np.int64)
        self._closed = Counter(np.array(timeline.closes, np.int64))
        self._used = Counter(self._worked)

    def interval(self, at: Instants) -> Instants:
        """The interval in which an instant lies, or the next one."""
        return self._closed.up_to(at)

    def worked_before(self, at: Instants, interval: Instants) -> Instants:
        """Open time before instants of which the interval is known."""
        worked: Instants = np.maximum(self._worked[interval], at - self._idle[interval])
        return worked

    def earliest(self, worked: Instants) -> Instants:
        """The first instants by which so much time was open."""
        return worked + self._idle[self._used.up_to(worked - 1) - 1]

    def first_open(self, at: Instants, interval: Instants) -> Instants:
        """The first open instants, given that there are any."""
        opens: Instants = np.maximum(at, self._worked[interval] + self._idle[interval])
        return opens


class Counter:
    """How many of some sorted keys are not above a value: `searchsorted` on the right side, but in one look.

    A table of even steps, none longer than the smallest gap between two keys, knows the count at the start of
    each; within a step there is one key at most to compare with. Binary search over random values costs
    five times as much. Where the table would be too large, it is used all the same.
    """

    def __init__(self, keys: Instants) -> None:
        self._keys = keys
        self._step = int(np.diff(keys).min()) if len(keys) > 1 else 1
        self._has_table = len(keys) > 0 and int(keys[-1] - keys[0]) // self._step < LARGEST_TABLE
        if self._has_table:
            self._base = int(keys[0]) - self._step
            starts = np.arange(self._base, int(keys[-1]) + 1, self._step)
            self._table = np.searchsorted(keys, starts, side="left")

    def up_to(self, values: Instants) -> Instants:
        """The number of keys <= value, for each value."""
        if not self._has_table:
            return np.searchsorted(self._keys, values, side="right")
        inside = np.clip(values, self._base, self._keys[-1])
        count = self._table[(inside - self._base) // self._step]
        return count + (self._keys[count] <= inside)
