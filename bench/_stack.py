"""A database of invented tickets, and the whole house as `make run` starts it on them, to be measured."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from runner.environment import PROJECT
from runner.ports import remembered_port
from runner.spawn import wait_until

TICKETS, OPEN, DUE = 100_000, 50_000, 100
LONGEST_START = 600
TICK = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Stack:
    """A running house: its address, its folder and its processes by kind."""

    url: str
    folder: Path
    process: subprocess.Popen[str]

    def processes(self) -> dict[str, list[int]]:
        """Process numbers by what they are; the guards and the runner are `runner`."""
        found: dict[str, list[int]] = {}
        for pid in _descendants(self.process.pid):
            found.setdefault(_kind(pid), []).append(pid)
        return found

    def memory(self) -> dict[str, float]:
        """MiB of each kind, shared pages counted in parts (PSS)."""
        return {kind: sum(map(_pss, pids)) / 1024 for kind, pids in self.processes().items()}

    def cpu_seconds(self) -> float:
        """Processor time that all of them have used until now."""
        return sum(_cpu(pid) for pids in self.processes().values() for pid in pids)


@contextmanager
def filled() -> Iterator[Path]:
    """A folder with a database of invented tickets. BENCH_DATA names one that is kept for the next time."""
    kept = os.environ.get("BENCH_DATA")
    folder = Path(kept or tempfile.mkdtemp(prefix="astreinte-bench-"))
    folder.mkdir(parents=True, exist_ok=True)
    try:
        _fill(folder)
        yield folder
    finally:
        if not kept:
            shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def running(folder: Path) -> Iterator[Stack]:
    """Everything as `make run` starts it, on this folder."""
    process = subprocess.Popen(
        [sys.executable, "-m", "runner", "run"], env=environment(folder), cwd=PROJECT, stdout=subprocess.PIPE, text=True
    )
    try:
        yield Stack(_address(process), folder, process)
    finally:
        process.send_signal(signal.SIGINT)
        process.communicate()


def environment(folder: Path) -> dict[str, str]:
    """What leads every program to the folder, and to no other database."""
    kept = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "REDIS_URL")}
    port = remembered_port(folder / "web-port")
    return kept | {"DATA_DIR": str(folder), "PORT": str(port), "DEMO": "0", "HTTPS": "0", "DEBUG": "0"}


def under_django(folder: Path, module: str, function: str) -> str:
    """Run a function of bench/ with the settings and services of the folder; returns what it prints."""
    call = (
        "from runner.managing import surroundings\n"
        f"with surroundings(['bench']):\n    from {module} import {function}; {function}()"
    )
    ended = subprocess.run(
        [sys.executable, "-c", call],
        env=environment(folder) | {"DJANGO_SETTINGS_MODULE": "helpdesk.settings"},
        cwd=PROJECT,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return ended.stdout


def _fill(folder: Path) -> None:
    done = folder / "filled"
    if done.exists():
        return
    numbers = [f"--tickets={TICKETS}", f"--open={OPEN}", f"--due={DUE}"]
    for command in (["migrate", "--verbosity=0"], ["seed"], ["fill", *numbers]):
        subprocess.run([sys.executable, "manage.py", *command], env=environment(folder), cwd=PROJECT, check=True)
    done.touch()


def _address(process: subprocess.Popen[str]) -> str:
    deadline = time.monotonic() + LONGEST_START
    for line in process.stdout or ():
        if line.startswith("Astreinte runs at "):
            return line.split()[-1]
        if time.monotonic() > deadline:
            break
    raise SystemExit("The house does not start: see its log/ folder.")


def _descendants(pid: int) -> Iterator[int]:
    yield pid
    for task in Path(f"/proc/{pid}/task").glob("*"):
        for child in (task / "children").read_text().split():
            yield from _descendants(int(child))


def _kind(pid: int) -> str:
    try:
        command = Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
    except OSError:  # it has just ended
        return "other"
    if "runner.guard" in command or "-m runner" in command:
        return "runner"
    for word, kind in (("gunicorn", "web"), ("worker", "worker"), ("valkey", "valkey")):
        if word in command and "postgres" not in command:
            return kind
    return "postgres" if "postgres" in command else "other"


def _pss(pid: int) -> float:
    """KiB; nothing of a process that has just ended."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))


def _cpu(pid: int) -> float:
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    except OSError:
        return 0
    return (int(fields[11]) + int(fields[12])) / TICK


def settle(stack: Stack) -> None:
    """Wait until the worker has done what was due at the start, so that it takes no part in the measurement."""

    def is_quiet() -> bool:
        before = stack.cpu_seconds()
        time.sleep(1)
        return stack.cpu_seconds() - before < 0.2

    wait_until(is_quiet, patience=60, pause=1)
