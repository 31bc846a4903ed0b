"""`runner check`: all that can be said about the code without running it, two checks at a time."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from runner.environment import PROJECT

TYPED = ("sla", "tickets", "escalation", "administration", "runner")


@dataclass(frozen=True)
class Outcome:
    """How one check ended."""

    name: str
    passed: bool
    output: str
    seconds: float


def checks() -> dict[str, list[str]]:
    """The command of each check, the slowest first."""
    tools = Path(sys.executable).parent
    django = [sys.executable, "manage.py"]
    return {
        "types": [sys.executable, "-m", "mypy", *TYPED],
        "lint": [sys.executable, "-m", "ruff", "check"],
        "format": [sys.executable, "-m", "ruff", "format", "--check"],
        "imports": [sys.executable, str(tools / "lint-imports")],
        "templates": [sys.executable, "-m", "djlint", "--lint", "--quiet", "templates"],
        "migrations": [*django, "makemigrations", "--check", "--dry-run"],
        "deployment": [*django, "check", "--deploy", "--fail-level", "WARNING"],
        "generated documents": [*django, "write_docs", "--check"],
    }


def run_checks(arguments: list[str]) -> int:
    """Run all of them whatever the others say, and close with a line for each."""
    with ThreadPoolExecutor(max_workers=2) as pool:
        outcomes = list(pool.map(lambda check: _run(*check), checks().items()))
    for outcome in outcomes:
        if not outcome.passed:
            print(f"--- {outcome.name}\n{outcome.output}")
    for outcome in outcomes:
        print(f"{'passed' if outcome.passed else 'FAILED'}  {outcome.seconds:5.1f} s  {outcome.name}")
    return 0 if all(outcome.passed for outcome in outcomes) else 1


def _run(name: str, command: list[str]) -> Outcome:
    started = time.monotonic()
    ended = subprocess.run(
        command,
        cwd=PROJECT,
        env=os.environ | {"HTTPS": "1", "DEBUG": "0"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return Outcome(name, ended.returncode == 0, ended.stdout, time.monotonic() - started)
