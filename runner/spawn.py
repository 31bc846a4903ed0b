"""How the runner starts and stops one process."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from runner import linux


class Owner(NamedTuple):
    """The user a process runs as. No dataclass: what that imports would be in the memory of every guard."""

    uid: int
    gid: int


def spawn(
    command: Sequence[str],
    *,
    log: Path,
    cwd: Path,
    end_signal: signal.Signals,
    environment: Mapping[str, str] | None = None,
    owner: Owner | None = None,
) -> subprocess.Popen[bytes]:
    """Start a process that ends with this one, in a session of its own so that Ctrl-C is ours to handle."""
    with log.open("ab") as output:
        return subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            cwd=cwd,
            env=environment,
            start_new_session=True,
            preexec_fn=before_exec(end_signal, owner),
        )


def before_exec(end_signal: signal.Signals, owner: Owner | None = None) -> Callable[[], None]:
    """What a new process does to itself first. Changing the user would drop the signal: that comes last."""
    parent = os.getpid()

    def prepare() -> None:
        if owner is not None:
            linux.step_down(owner.uid, owner.gid)
        linux.end_with_parent(end_signal, parent)

    return prepare


def stop(process: subprocess.Popen[bytes], with_signal: signal.Signals, patience: float) -> None:
    """Ask a process to end, and after so many seconds make it."""
    if process.poll() is None:
        process.send_signal(with_signal)
        try:
            process.wait(patience)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def wait_until(condition: Callable[[], bool], patience: float, pause: float = 0.02) -> bool:
    """Ask again and again until it is so, or until so many seconds have passed."""
    deadline = time.monotonic() + patience
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(pause)
    return True


def last_lines(log: Path, count: int = 15) -> str:
    """The end of a log, for the person who has to understand a failure."""
    if not log.exists():
        return ""
    return "\n".join(log.read_text(errors="replace").splitlines()[-count:])


def end_predecessor(folder: Path, signals: Sequence[signal.Signals]) -> None:
    """End what a killed runner left at work in this folder, asking more firmly every 10 seconds."""
    for chosen in signals:
        for pid in linux.processes_in(folder):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, chosen)
        if wait_until(lambda: not linux.processes_in(folder), patience=10):
            return
