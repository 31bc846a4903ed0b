"""The long-running programs of `make run`: web, worker and beat, each under a guard."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from runner.environment import PROJECT
from runner.spawn import spawn


class Program:
    """A Python module that runs until it is stopped, with all processes that it starts."""

    def __init__(self, name: str, module: Sequence[str], environment: Mapping[str, str], log: Path) -> None:
        self.name = name
        self.module = module
        self.environment = environment
        self.log = log
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it, without waiting until it is of use."""
        self.process = spawn(
            [sys.executable, "-m", "runner.guard", sys.executable, "-m", *self.module],
            log=self.log,
            cwd=PROJECT,
            end_signal=signal.SIGTERM,
            # Threads would otherwise each hoard memory of their own.
            environment={"MALLOC_ARENA_MAX": "2", **self.environment},
        )


def programs(bind: str, environment: Mapping[str, str], log: Path) -> list[Program]:
    """What serves pages, what works through tasks, and what hands them out on time."""
    web = ["gunicorn", "helpdesk.wsgi:application", "--bind", bind, "--worker-class", "gthread"]
    web += ["--workers", "2", "--threads", "4", "--graceful-timeout", "1", "--access-logfile", "-"]
    celery = ["celery", "--app", "helpdesk"]
    modules = {
        "web": [*web, "--preload", "--no-control-socket"],
        "worker": [*celery, "worker", "--concurrency", "2", "--loglevel", "INFO"],
        "beat": [*celery, "beat", "--pidfile=", "--loglevel", "INFO"],
    }
    return [Program(name, module, environment, log / f"{name}.log") for name, module in modules.items()]
