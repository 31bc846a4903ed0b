"""What manage.py needs around a command: its Python, its settings, and a database and a broker for it."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from runner import ownership
from runner.environment import kept_secret, prepare_data_dir
from runner.services import Services

WITHOUT_SERVICES = {
    "check",
    "collectstatic",
    "compile_translations",
    "diffsettings",
    "findstatic",
    "help",
    "makemessages",
    "makemigrations",
    "refresh_translations",
    "version",
    "write_docs",
}


def needs_services(arguments: list[str]) -> bool:
    """Whether a command line of manage.py reaches for the database or the broker."""
    if not arguments or {"-h", "--help", "--version"} & set(arguments):
        return False
    return arguments[0] not in WITHOUT_SERVICES or "--database" in arguments


@contextmanager
def surroundings(arguments: list[str]) -> Iterator[None]:
    """Set what settings.py reads, and have the services there while the command runs."""
    folder = prepare_data_dir()
    if not os.environ.get("SECRET_KEY"):
        os.environ["SECRET_KEY"] = kept_secret(folder / "secret_key")
    if not needs_services(arguments) or (os.environ.get("DATABASE_URL") and os.environ.get("REDIS_URL")):
        yield
        return
    os.environ.setdefault("HTTPS", "0")
    with services(folder, f"manage.py {arguments[0]}") as environment:
        os.environ.update(environment)
        yield


@contextmanager
def services(folder: Path, command: str) -> Iterator[dict[str, str]]:
    """Those that run for `make run` or another command, otherwise our own, stopped afterwards."""
    while True:
        if lock := ownership.claim(folder):
            with lock, _own(folder, command) as environment:
                yield environment
            return
        with ownership.used(folder):
            if announcement := ownership.find(folder):
                yield announcement.environment
                return
        time.sleep(0.1)


@contextmanager
def _own(folder: Path, command: str) -> Iterator[dict[str, str]]:
    embedded = Services(folder)
    embedded.start()
    try:
        ownership.announce(folder, command, embedded.environment)
        yield embedded.environment
    finally:
        ownership.withdraw(folder)
        with ownership.used(folder, alone=True):
            embedded.stop()


def main(arguments: list[str]) -> None:
    """Run one Django command in its surroundings."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "helpdesk.settings")
    with surroundings(arguments):
        from django.core.management import execute_from_command_line

        execute_from_command_line(["manage.py", *arguments])
