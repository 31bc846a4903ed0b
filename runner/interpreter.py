"""Finds a Python that is new enough, and one that is built to be fast. An old one has to be able to read this file."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

OLDEST = (3, 11)
NAMES = ("python3.14", "python3.13", "python3.12", "python3.11")
# Whether the compiler was led by a profile. Debian and its kin lead it so, too, but by rules of their own that leave no
# word of it in what `configure` was told: there the sign is the install scheme that they add.
LED_BY_PROFILE = """
import sys, sysconfig
told = sysconfig.get_config_var("CONFIG_ARGS") or ""
sys.exit("--enable-optimizations" not in told and "deb_system" not in sysconfig.get_scheme_names())
"""


def find_newer() -> str:
    """The path of a Python of at least 3.11, on PATH or kept by uv; ends with a sentence without one."""
    for name in NAMES:
        path = shutil.which(name)
        if path and _runs(path, ""):
            return path
    if shutil.which("uv"):
        command = ["uv", "python", "find", ">=3.11"]
        answer = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        path = answer.stdout.decode().strip()
        if answer.returncode == 0 and path:
            return path
    sys.exit("Astreinte needs Python 3.11 or later; this is {}.{}. Install one, or uv.".format(*sys.version_info))


def for_environment(running: str, search_path: str, needed: str) -> str:
    """The Python to make an environment with: the one that runs, unless only another was built to be fast.

    `search_path` lists folders as PATH does. The other one is at least 3.11 and runs the code that is `needed`; one of
    the version that runs goes before the others.
    """
    if _runs(running, LED_BY_PROFILE):
        return running
    same = "python{}.{}".format(*sys.version_info)
    for name in sorted(NAMES, key=lambda name: name != same):
        for folder in search_path.split(os.pathsep):
            path = str(Path(folder) / name)
            if os.access(path, os.X_OK) and _runs(path, needed) and _runs(path, LED_BY_PROFILE):
                return path
    return running


def _runs(path: str, code: str) -> bool:
    """A shim of pyenv may be on PATH without the Python behind it."""
    try:
        return subprocess.call([path, "-c", code], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) == 0
    except OSError:
        return False


def replace_process(python: str) -> None:
    """Start over as `python -m runner` with the same arguments, in the same process."""
    os.execv(python, [python, "-m", "runner"] + sys.argv[1:])
