"""Finds the browser of the journeys, and installs it where that is possible."""

from __future__ import annotations

import os
import shutil
import subprocess

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def find() -> str | None:
    """The path of a Chromium: CHROMIUM if it is set, otherwise the first one on PATH."""
    if chosen := os.environ.get("CHROMIUM"):
        return shutil.which(chosen)
    return next((path for name in NAMES if (path := shutil.which(name))), None)


def ensure() -> str | None:
    """The path of a Chromium, installed through apt if need be; None where that is not possible."""
    if (found := find()) or os.geteuid() != 0 or not shutil.which("apt-get"):
        return found
    print("Installing Chromium through apt for the browser tests (CHROMIUM names another one)...", flush=True)
    for step in ("update", "install -y --no-install-recommends chromium"):
        subprocess.run(
            ["apt-get", "-qq", *step.split()],
            stdout=subprocess.DEVNULL,
            env=os.environ | {"DEBIAN_FRONTEND": "noninteractive"},
            check=False,
        )
    return find()
