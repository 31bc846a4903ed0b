"""The virtual environment in `.venv`, made from a lock with hashes and stamped with it."""

from __future__ import annotations

import fcntl
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

from runner import interpreter
from runner.environment import PROJECT
from runner.failure import Failure

VENV = PROJECT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMP = VENV / "lock.stamp"
RUN_LOCK = PROJECT / "requirements.lock"
# Holds everything that the other one holds, so it serves `make run`, too.
DEVELOPMENT_LOCK = PROJECT / "requirements-dev.lock"


def continue_in_environment(arguments: list[str], lock: Path) -> None:
    """Go on as the same process in `.venv`, made if it is missing or old; return if this is it already."""
    ensure_environment(lock)
    if Path(sys.prefix) != VENV:
        os.chdir(PROJECT)
        os.execv(PYTHON, [str(PYTHON), "-m", "runner", *arguments])


def ensure_environment(needed: Path) -> None:
    """Install what the lock says unless the stamp says that it is there; raises Failure."""
    with needed.open() as one_at_a_time:
        fcntl.flock(one_at_a_time, fcntl.LOCK_EX)
        stamp = STAMP.read_text() if STAMP.exists() and _works() else ""
        if stamp not in {_stamp(needed), _stamp(DEVELOPMENT_LOCK)}:
            # An environment for development stays one.
            _install(DEVELOPMENT_LOCK if stamp.startswith(DEVELOPMENT_LOCK.name) else needed)


def _stamp(lock: Path) -> str:
    return f"{lock.name} {hashlib.sha256(lock.read_bytes()).hexdigest()}"


def _works() -> bool:
    """Whether the Python of the environment is still there: it goes when the machine's Python is replaced."""
    try:
        return subprocess.run([PYTHON, "-c", ""], check=False).returncode == 0
    except OSError:
        return False


def _install(lock: Path) -> None:
    STAMP.unlink(missing_ok=True)
    uv = shutil.which("uv")
    print(f"Making the environment in .venv from {lock.name} with {'uv' if uv else 'pip'}...", flush=True)
    if not _works():
        _make(uv)
    if uv:
        _call(uv, "pip", "sync", "--require-hashes", "--python", PYTHON, lock)
    else:
        _call(PYTHON, "-m", "pip", "install", "--disable-pip-version-check", "--require-hashes", "-r", lock)
    STAMP.write_text(_stamp(lock))


def _make(uv: str | None) -> None:
    """Make the environment empty, with the fastest Python there is or else with the one that runs."""
    python = _chosen_python("" if uv else "import ensurepip")
    try:
        _make_with(python, uv)
    except Failure:
        if python == sys.executable:
            raise
        _make_with(sys.executable, uv)


def _chosen_python(needed: str) -> str:
    """Whoever says `make PYTHON=...` gets that one: make hands a variable on only where somebody set it."""
    if "PYTHON" in os.environ:
        return sys.executable
    search_path = os.pathsep.join([os.environ.get("PATH", ""), "/usr/bin"])
    return interpreter.for_environment(sys.executable, search_path, needed)


def _make_with(python: str, uv: str | None) -> None:
    if uv:
        _call(uv, "venv", "--quiet", "--clear", "--python", python, VENV)
        return
    if python == sys.executable and importlib.util.find_spec("ensurepip") is None:
        version = f"{sys.version_info.major}.{sys.version_info.minor}"
        raise Failure(
            f"This Python cannot make virtual environments: install python{version}-venv (apt install "
            f"python{version}-venv), or uv, and start again."
        )
    _call(python, "-m", "venv", "--clear", VENV)


def _call(*command: str | Path) -> None:
    if subprocess.run(command, cwd=PROJECT, check=False).returncode != 0:
        words = " ".join(str(part) for part in command)
        raise Failure(f"The environment could not be made; this failed: {words}")
