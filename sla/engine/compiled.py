"""The questions in whole microseconds, over a timeline that grows as far as they reach."""

from __future__ import annotations

from collections.abc import Sequence
from threading import Lock
from typing import NoReturn
from zoneinfo import ZoneInfo

from sla.engine.errors import BusinessTimeError
from sla.engine.instants import EARLIEST, LATEST
from sla.engine.pauses import Standstill
from sla.engine.schedule import Schedule
from sla.engine.timeline import Timeline, ever_opens, wider


class CompiledHours:
    """A schedule in its zone. Threads may share it: a timeline that has grown changes no answer."""

    __slots__ = ("_growing", "_timeline", "schedule", "zone")

    def __init__(self, schedule: Schedule, zone: ZoneInfo) -> None:
        self.schedule = schedule
        self.zone = zone
        self._timeline = Timeline(0, 0, ())
        self._growing = Lock()

    def refuse_never_open(self) -> None:
        """Raise ValueError if there is no open instant at all."""
        if not ever_opens(self.schedule, self.zone):
            raise BusinessTimeError("never_open", "These hours never open.")

    def covering(self, first: int, last: int) -> Timeline:
        """A timeline that holds both instants. Raises ValueError outside the years 1900 to 2199."""
        timeline = self._timeline
        if timeline.begin <= first and last < timeline.end:
            return timeline
        with self._growing:
            timeline = self._timeline
            if first < timeline.begin or timeline.end <= last:
                self._timeline = timeline = wider(timeline, self.schedule, self.zone, first, last)
        return timeline

    def longer(self, timeline: Timeline) -> Timeline:
        """A timeline that reaches further into the future. Raises ValueError if it ends with the engine."""
        if timeline.end >= LATEST:
            self._refuse()
        return self.covering(timeline.begin, timeline.end)

    def first_open(self, at: int) -> int | None:
        """The first open instant from `at` on."""
        timeline = self.covering(at, at)
        while (opening := timeline.first_open(at)) is None and timeline.end < LATEST:
            timeline = self.longer(timeline)
        return opening

    def due(self, at: int, amount: int, still: Sequence[Standstill]) -> int | None:
        """The earliest instant at which an amount is used up; None if an open pause comes first."""
        if not amount:
            return self._first_running(at, still)
        for pause in still:
            timeline = self.covering(at, pause.begin)
            ran = timeline.worked_before(pause.begin) - timeline.worked_before(at)
            if ran >= amount:
                break
            if pause.end is None:
                self.refuse_never_open()
                return None
            amount -= ran
            at = pause.end
        return self._used_up(at, amount)

    def elapsed(self, begin: int, end: int, still: Sequence[Standstill]) -> int:
        """Open time from begin to end that is not paused."""
        timeline = self.covering(begin, end)
        total = timeline.worked_before(end) - timeline.worked_before(begin)
        for pause in still:
            stop = end if pause.end is None else min(pause.end, end)
            if pause.begin >= stop:
                break
            total -= timeline.worked_before(stop) - timeline.worked_before(pause.begin)
        return total

    def before(self, end: int, amount: int) -> int:
        """The latest instant from which an amount, more than 0, is left until the end."""
        timeline = self.covering(end, end)
        while amount > (worked := timeline.worked_before(end)):
            if timeline.begin <= EARLIEST:
                self._refuse()
            timeline = self.covering(timeline.begin - 1, end)
        return timeline.latest(worked - amount)

    def _used_up(self, at: int, amount: int) -> int:
        timeline = self.covering(at, at)
        while (worked := timeline.worked_before(at) + amount) > timeline.worked[-1]:
            timeline = self.longer(timeline)
        return timeline.earliest(worked)

    def _first_running(self, at: int, still: Sequence[Standstill]) -> int | None:
        running = self._opening(at)
        for pause in still:
            if running < pause.begin:
                break
            if pause.end is None:
                return None
            if running < pause.end:
                running = self._opening(pause.end)
        return running

    def _opening(self, at: int) -> int:
        opening = self.first_open(at)
        return self._refuse() if opening is None else opening

    def _refuse(self) -> NoReturn:
        self.refuse_never_open()
        raise BusinessTimeError("never_open", "These hours do not open long enough for such a promise.")
