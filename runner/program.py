"""The long-running programs of `make run`: web, worker and the demo's mail server, each under a guard."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from runner.demo_mail import DemoMail
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
            environment={"MALLOC_ARENA_MAX": "1", **self.environment},
        )


def programs(bind: str, environment: dict[str, str], log: Path, mail: DemoMail | None = None) -> list[Program]:
    """What serves pages, the mail of the demo, and what hands out tasks on time and works through them."""
    # Four requests at once are more than two cores answer; each thread costs a connection of five megabytes.
    web = ["gunicorn", "helpdesk.wsgi:application", "--bind", bind, "--worker-class", "gthread"]
    web += ["--workers", "2", "--threads", "2", "--graceful-timeout", "1", "--access-logfile", "-"]
    started = [Program("web", [*web, "--preload", "--no-control-socket"], environment, log / "web.log")]
    if mail is not None:
        secret = environment | {"MAIL_PASSWORD": mail.password}
        started.append(Program("mail", mail.command, secret, log / "mail.log"))
    return [*started, Program("worker", ["helpdesk.worker"], environment, log / "worker.log")]
