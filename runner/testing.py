"""`runner test`: pytest on a PostgreSQL and a Valkey that nobody else uses, gone afterwards."""

from __future__ import annotations

import fcntl
import os
import shutil
import signal
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from runner import chromium, guard
from runner.services import Services

# Not by file: pytest-django puts the tests that empty the database last, and only `load` keeps that order.
EVERYTHING = ["-n", "2", "--dist", "load"]


def run_tests(arguments: list[str]) -> int:
    """Run pytest with these arguments, everything on two cores without any, and return its exit code."""
    if not arguments:
        chromium.ensure()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with throw_away_folder() as folder:
        services = Services(folder, given={}, durable=False)
        try:
            services.start()
            environment = os.environ | test_environment(folder) | services.environment
            return guard.call([sys.executable, "-m", "pytest", *(arguments or EVERYTHING)], environment)
        finally:
            services.stop()


def test_environment(folder: Path) -> dict[str, str]:
    """What tests count on, whatever the person's own `.env` says."""
    browser = chromium.find()
    return {
        "DATA_DIR": str(folder / "data"),
        "SECRET_KEY": "only-the-tests-know-this-key-and-it-protects-nothing",
        "HTTPS": "0",
        "DEBUG": "0",
        "DEMO": "1",
        **({"CHROMIUM": browser} if browser else {}),
    }


@contextmanager
def throw_away_folder() -> Iterator[Path]:
    """A folder that is removed at the end, or by the next run if this one is killed."""
    remove_left_behind()
    start = Path(tempfile.mkdtemp(prefix="astreinte-start-"))
    with (start / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        folder = start.rename(start.with_name(start.name.replace("-start-", "-test-")))
        (folder / "log").mkdir()
        (folder / "data").mkdir()
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def remove_left_behind() -> None:
    """Remove the folders of runs that were killed: nobody holds their lock."""
    for folder in Path(tempfile.gettempdir()).glob("astreinte-test-*"):
        try:
            with (folder / "lock").open() as lock:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(folder, ignore_errors=True)
        except OSError:
            continue
