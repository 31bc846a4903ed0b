"""Keeps the parts of `make run` alive: one that dies is started again, more slowly each time."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from runner.failure import Failure
from runner.spawn import last_lines

STEADY_AFTER = 30.0
FIRST_DELAY = 0.5
LONGEST_DELAY = 30.0
# So many deaths in a row are no accident.
CRASH_LOOP = 3


class Part(Protocol):
    """Something with a process that ought to run."""

    name: str
    log: Path
    process: subprocess.Popen[bytes] | None

    def start(self) -> None: ...


@dataclass
class Watched:
    """A part and how it has fared: the instants are those of the monotonic clock."""

    part: Part
    started_at: float
    deaths_in_a_row: int = 0
    restart_at: float | None = None

    def has_died(self) -> bool:
        return self.restart_at is None and self.part.process is not None and self.part.process.poll() is not None


class Supervisor:
    """Looks after the parts it is given; nothing happens between two calls of `look_after`."""

    def __init__(self) -> None:
        self.watched: list[Watched] = []

    def watch(self, parts: Iterable[Part]) -> None:
        """Look after these, which have been started, from now on."""
        self.watched += [Watched(part, time.monotonic()) for part in parts]

    def look_after(self) -> None:
        """Notice who died, and start again whose time has come."""
        now = time.monotonic()
        for watched in self.watched:
            if watched.has_died():
                self._mourn(watched, now)
            elif watched.restart_at is not None and now >= watched.restart_at:
                self._restart(watched, now)

    def refuse_crash_loop(self) -> None:
        """Raise Failure with the end of the log of a part that will not stay up."""
        for watched in self.watched:
            if watched.deaths_in_a_row >= CRASH_LOOP:
                log = watched.part.log
                raise Failure(f"{watched.part.name} does not stay up; the end of {log}:\n{last_lines(log)}")

    def _mourn(self, watched: Watched, now: float) -> None:
        is_steady = now - watched.started_at > STEADY_AFTER
        watched.deaths_in_a_row = 1 if is_steady else watched.deaths_in_a_row + 1
        delay = min(FIRST_DELAY * 2 ** (watched.deaths_in_a_row - 1), LONGEST_DELAY)
        watched.restart_at = now + delay
        name, deaths = watched.part.name, watched.deaths_in_a_row
        if deaths < CRASH_LOOP:
            print(f"{name} died and is started again (its log: {watched.part.log}).", flush=True)
        else:
            end = last_lines(watched.part.log)
            print(f"{name} died {deaths} times in a row, next try in {delay:.0f} s:\n{end}", flush=True)

    def _restart(self, watched: Watched, now: float) -> None:
        watched.restart_at = None
        watched.started_at = now
        try:
            watched.part.start()
        except Failure as failure:
            print(failure, flush=True)
