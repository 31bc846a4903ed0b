"""Stands between the runner and a program with children of its own, so that none of them outlives the runner.

The kernel tells a process of its parent's end, but not of its grandparent's. So the guard is told, adopts
whatever its program leaves behind, and ends all of it. It runs as `python -m runner.guard PROGRAM...`.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from types import FrameType

from runner import linux
from runner.environment import PROJECT
from runner.spawn import before_exec

# What Ctrl-C may take, less what the database needs after its clients.
PATIENCE = 2.0


def call(command: Sequence[str], environment: Mapping[str, str]) -> int:
    """Run a program in the foreground to its end, under guard, and return its exit code.

    It gets the Ctrl-C of the terminal itself, so here that only means waiting for it.
    """
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    process = subprocess.Popen(
        [sys.executable, "-m", "runner.guard", *command],
        env=environment,
        cwd=PROJECT,
        preexec_fn=before_exec(signal.SIGTERM),
    )
    try:
        return process.wait()
    finally:
        if process.poll() is None:
            process.terminate()
            process.wait()
        signal.signal(signal.SIGINT, before)


def main(command: list[str]) -> int:
    """Run the program, end with it, and let nothing of it stay."""
    linux.adopt_orphans()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    program = subprocess.Popen(command, preexec_fn=_program_before_exec())
    try:
        signal.signal(signal.SIGTERM, _leave)
        code = program.wait()
        return code if code >= 0 else 128 - code
    except SystemExit:
        _end_politely(program)
        raise
    finally:
        kill_descendants()


def _program_before_exec() -> Callable[[], None]:
    end_with_guard = before_exec(signal.SIGKILL)

    def prepare() -> None:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        end_with_guard()

    return prepare


def _leave(number: int, frame: FrameType | None) -> None:
    sys.exit(128 + number)


def _end_politely(program: subprocess.Popen[bytes]) -> None:
    program.terminate()
    with contextlib.suppress(subprocess.TimeoutExpired):
        program.wait(PATIENCE)


def kill_descendants() -> None:
    """Kill the children until there are none: the orphans of each one killed become children in turn."""
    while children := linux.children_of(os.getpid()):
        for pid in children:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        with contextlib.suppress(ChildProcessError):
            while os.waitpid(-1, os.WNOHANG) != (0, 0):
                pass
        time.sleep(0.01)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
