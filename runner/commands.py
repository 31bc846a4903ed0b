"""The commands of `python3 -m runner`, which the Makefile calls."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from runner import linux, setup
from runner.environment import PROJECT, load_dotenv
from runner.failure import Failure


@dataclass(frozen=True)
class Command:
    """What `make NAME` does; the function is named, not imported, because it may need the environment."""

    summary: str
    module: str
    function: str
    environment: Path | None = setup.DEVELOPMENT_LOCK


COMMANDS = {
    "run": Command("start everything and print the address", "runner.run", "run_all", environment=setup.RUN_LOCK),
    "test": Command("run all tests (ARGS='-k name' for some)", "runner.testing", "run_tests"),
    "check": Command("lint, format, types, imports, migrations, documents", "runner.checks", "run_checks"),
    "bench": Command("measure the engine, the sweep and the pages", "runner.tasks", "run_benchmarks"),
    "screenshots": Command("take the pictures of README and docs anew", "runner.tasks", "take_screenshots"),
    "setup": Command("make the environment alone", "runner.tasks", "tell_ready"),
    "lock": Command("resolve requirements*.txt anew (needs uv)", "runner.tasks", "lock", environment=None),
}


def run(arguments: list[str]) -> int:
    """Run one command and return its exit code; a failure is one sentence, not a traceback."""
    name, *rest = arguments or ["help"]
    if name == "help":
        return tell_commands()
    try:
        if name not in COMMANDS:
            raise Failure(f"There is no command {name}; there are {', '.join(COMMANDS)}.")
        command = COMMANDS[name]
        end_with_make()
        if command.environment is not None:
            setup.continue_in_environment(arguments, command.environment)
        load_dotenv(PROJECT / ".env")
        function: Callable[[list[str]], int] = getattr(import_module(command.module), command.function)
        return function(rest)
    except Failure as failure:
        print(failure, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def tell_commands() -> int:
    """Print what there is to say after `make`."""
    for name, command in COMMANDS.items():
        print(f"make {name:11} {command.summary}")
    print("\nHOST, PORT, DATA_DIR, DEMO and the other variables are described in .env.example.")
    return 0


def end_with_make() -> None:
    """Who kills `make` means what it started."""
    parent = os.getppid()
    # A parent outside of this container cannot be looked at.
    with contextlib.suppress(OSError):
        if Path(f"/proc/{parent}/comm").read_text().strip() in {"make", "gmake"}:
            linux.end_with_parent(signal.SIGTERM, parent)
