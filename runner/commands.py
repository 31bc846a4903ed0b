"""The commands of `python3 -m runner`, which the Makefile calls."""

from __future__ import annotations

import sys
from collections.abc import Callable
from importlib import import_module

from runner import setup
from runner.environment import PROJECT, load_dotenv
from runner.failure import Failure

# Modules are named, not imported: some of them need what only the environment holds.
COMMANDS = {
    "test": ("runner.testing", "run_tests"),
}


def run(arguments: list[str]) -> int:
    """Run one command and return its exit code; a failure is one sentence, not a traceback."""
    name = arguments[0] if arguments else "help"
    try:
        if name not in COMMANDS:
            raise Failure(f"There is no command {name}; there are {', '.join(COMMANDS)}.")
        setup.continue_in_environment(arguments, development=name != "run")
        load_dotenv(PROJECT / ".env")
        module, function = COMMANDS[name]
        command: Callable[[list[str]], int] = getattr(import_module(module), function)
        return command(arguments[1:])
    except Failure as failure:
        print(failure, file=sys.stderr)
        return 1
