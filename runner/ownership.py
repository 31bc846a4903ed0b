"""Who serves a data directory, so that two never do and others find it.

The lock is the truth, because the kernel takes it back however its holder ends. The announcement beside it
says where the services are.
"""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO

from runner import linux
from runner.failure import Failure


@dataclass(frozen=True)
class Announcement:
    """What the owner of the services tells the others."""

    command: str
    pid: int
    started: str | None
    environment: dict[str, str]
    address: str = ""


def claim(folder: Path) -> IO[str] | None:
    """Become the owner for as long as the returned file stays open; None if somebody else is."""
    lock = (folder / "services.lock").open("w")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        lock.close()
        return None
    announcement_file(folder).unlink(missing_ok=True)
    return lock


@contextmanager
def used(folder: Path, *, alone: bool = False) -> Iterator[None]:
    """Count as a user of the services; `alone` waits until nobody else is one."""
    with (folder / "services.users").open("w") as users:
        fcntl.flock(users, fcntl.LOCK_EX if alone else fcntl.LOCK_SH)
        yield


def announce(folder: Path, command: str, environment: dict[str, str], address: str = "") -> None:
    """Tell where the services are, readable by this user alone because passwords are part of it."""
    started = linux.started_at(os.getpid())
    announcement = Announcement(command, os.getpid(), started, environment, address)
    draft = folder / f"services.{os.getpid()}"
    draft.touch(mode=0o600)
    draft.write_text(json.dumps(asdict(announcement)))
    draft.replace(announcement_file(folder))


def withdraw(folder: Path) -> None:
    """Tell nothing any more."""
    announcement_file(folder).unlink(missing_ok=True)


def find(folder: Path) -> Announcement | None:
    """What the living owner tells, None while there is none; raises Failure where a stranger owns it."""
    try:
        announcement = Announcement(**json.loads(announcement_file(folder).read_text()))
    except FileNotFoundError:
        return None
    except PermissionError:
        raise Failure(f"The services in {folder} belong to somebody else: be that user, or root.") from None
    alive = linux.started_at(announcement.pid) == announcement.started
    return announcement if alive else None


def announcement_file(folder: Path) -> Path:
    """Where the owner tells."""
    return folder / "services.json"
