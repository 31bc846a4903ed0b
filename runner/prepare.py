"""Brings database and files to the state of the code, in one process of Django: `python -m runner.prepare`.

What it says on standard output is for `make run`: a kind, a tabulator and a text.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

from runner.environment import PROJECT, data_dir, is_on

OUTLINE = "files.outline"
CAST = ["operator", "technician", "manager", "administrator", "client", "colleague", "partner", "outsider"]
DOMAIN = "example.org"
PASSWORD = "demo-astreinte"


def main() -> None:
    """Do what is not done yet, then tell how to sign in."""
    channel, sys.stdout = sys.stdout, sys.stderr
    import django
    from django.core.management import call_command

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "helpdesk.settings")
    django.setup()

    def step(text: str, command: str, **options: object) -> None:
        print("step", text, sep="\t", file=channel, flush=True)
        call_command(command, **options)

    outline = data_dir() / OUTLINE
    if not outline.exists() or outline.read_text() != files_outline():
        step("Compiling translations", "compile_translations")
        step("Collecting static files", "collectstatic", interactive=False, verbosity=0)
        outline.write_text(files_outline())
    step("Bringing the database up to date", "migrate", interactive=False, verbosity=0)
    step("Loading the set-up", "seed")
    if is_on("DEMO", default=True):
        step("Loading the demo", "seed_demo")
    for kind, text in welcome():
        print(kind, text, sep="\t", file=channel, flush=True)


def files_outline() -> str:
    """Name, size and time of everything that translations and static files are made from or into."""
    sources = [*PROJECT.glob("static/**/*"), *PROJECT.glob("locale/**/*.?o"), *PROJECT.glob("*/static/**/*")]
    sources += [PROJECT / "requirements.lock", data_dir() / "static" / "staticfiles.json"]
    return "\n".join(_outline(path) for path in sorted(set(sources)))


def _outline(path: Path) -> str:
    if not path.exists():
        return f"{path} -"
    return f"{path} {path.stat().st_size} {path.stat().st_mtime_ns}"


def welcome() -> Iterator[tuple[str, str]]:
    """The cast of the demo if it is there, and the page for the first administrator if there is none."""
    from django.contrib.auth import get_user_model
    from django.core.management import call_command

    if get_user_model().objects.filter(email=f"{CAST[0]}@{DOMAIN}").exists():
        yield "line", f"Demo accounts, password {PASSWORD}:"
        yield from (("line", f"  {name}@{DOMAIN}") for name in CAST)
    path = StringIO()
    call_command("first_administrator_url", stdout=path)
    if path.getvalue().strip():
        yield "page", path.getvalue().strip()


if __name__ == "__main__":
    from django.db import OperationalError

    try:
        main()
    except OperationalError as error:
        sys.exit(f"DATABASE_URL leads to no database that answers: {error}")
