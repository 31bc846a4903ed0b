"""Finds a Python that is new enough. An old one has to be able to read this file."""

import os
import shutil
import subprocess
import sys

OLDEST = (3, 11)
NAMES = ("python3.14", "python3.13", "python3.12", "python3.11")


def find_newer() -> str:
    """The path of a Python of at least 3.11, on PATH or kept by uv; ends with a sentence without one."""
    for name in NAMES:
        path = shutil.which(name)
        if path and _runs(path):
            return path
    if shutil.which("uv"):
        command = ["uv", "python", "find", ">=3.11"]
        answer = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        path = answer.stdout.decode().strip()
        if answer.returncode == 0 and path:
            return path
    sys.exit("Astreinte needs Python 3.11 or later; this is {}.{}. Install one, or uv.".format(*sys.version_info))


def _runs(path: str) -> bool:
    """A shim of pyenv may be on PATH without the Python behind it."""
    return subprocess.call([path, "-c", ""], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) == 0


def replace_process(python: str) -> None:
    """Start over as `python -m runner` with the same arguments, in the same process."""
    os.execv(python, [python, "-m", "runner"] + sys.argv[1:])
