"""Looks at real processes: who belongs to a folder, and when they are gone."""

import contextlib
import os
import signal
from pathlib import Path

from runner import linux
from runner.spawn import wait_until


def processes_of(folder: Path) -> dict[int, str]:
    """The command lines of all processes that name this folder in theirs or in their environment."""
    token = str(folder).encode()
    found = {}
    for pid in linux.processes():
        with contextlib.suppress(OSError):
            command = Path(f"/proc/{pid}/cmdline").read_bytes()
            if token in command or token in Path(f"/proc/{pid}/environ").read_bytes():
                found[pid] = command.replace(b"\0", b" ").decode()
    found.pop(os.getpid(), None)
    return {pid: command for pid, command in found.items() if linux.started_at(pid)}


def all_gone(folder: Path, within: float) -> bool:
    """Whether no process of this folder is left after so many seconds at the latest."""
    return wait_until(lambda: not processes_of(folder), patience=within, pause=0.1)


def kill(pid: int) -> None:
    """End a process in the way that nothing can prepare for."""
    os.kill(pid, signal.SIGKILL)
