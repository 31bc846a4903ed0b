"""The small commands: setup, lock, bench and screenshots."""

from __future__ import annotations

import shutil
import subprocess
import sys

from runner.environment import PROJECT
from runner.failure import Failure

RESOLVE = ["pip", "compile", "--universal", "--python-version", "3.11", "--generate-hashes", "--no-header"]


def tell_ready(arguments: list[str]) -> int:
    """Say that the environment, which every command makes first, is there."""
    print("The environment is ready in .venv.")
    return 0


def lock(arguments: list[str]) -> int:
    """Resolve both requirements files for every platform, hashes included."""
    uv = shutil.which("uv")
    if uv is None:
        raise Failure("Resolving needs uv: pip install uv.")
    for name in ("requirements", "requirements-dev"):
        command = [uv, *RESOLVE, "--quiet", *arguments, f"{name}.txt", "-o", f"{name}.lock"]
        if subprocess.run(command, cwd=PROJECT, check=False).returncode != 0:
            raise Failure(f"{name}.txt cannot be resolved; {name}.lock is as it was.")
    return 0


def run_benchmarks(arguments: list[str]) -> int:
    """Run the named benchmarks of bench/, or all of them."""
    there = sorted(path.stem for path in (PROJECT / "bench").glob("*.py") if not path.stem.startswith("_"))
    codes = [
        subprocess.run([sys.executable, "-m", f"bench.{name}"], cwd=PROJECT, check=False).returncode
        for name in arguments or there
    ]
    return max(codes, default=0)


def take_screenshots(arguments: list[str]) -> int:
    """Take the named pictures of docs/screenshots/, or all of them."""
    command = [sys.executable, "-m", "docs.take_screenshots", *arguments]
    return subprocess.run(command, cwd=PROJECT, check=False).returncode
