"""What the runner, settings.py and manage.py read from the environment and from `.env`."""

from __future__ import annotations

import os
import re
from pathlib import Path

from runner.failure import Failure

PROJECT = Path(__file__).resolve().parent.parent

LINE = re.compile(r"(?:export\s+)?(?P<name>[A-Za-z_][A-Za-z0-9_]*)\s*=\s*(?P<value>.*)")
DOUBLE_QUOTED = re.compile(r'"(?P<text>(?:[^"\\]|\\.)*)"\s*(?:#.*)?')
SINGLE_QUOTED = re.compile(r"'(?P<text>[^']*)'\s*(?:#.*)?")
BARE = re.compile(r"(?P<text>|[^\"'#].*?)(?:(?:^|\s)\s*#.*)?")


def load_dotenv(path: Path) -> None:
    """Set what the file names and the environment does not have yet; a missing file sets nothing.

    Raises Failure with the number of the first line that cannot be read.
    """
    if not path.is_file():
        return
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        text = line.strip()
        if text and not text.startswith("#"):
            name, value = _read_line(text, f"{path}, line {number}")
            os.environ.setdefault(name, value)


def _read_line(text: str, place: str) -> tuple[str, str]:
    line = LINE.fullmatch(text)
    if line is None:
        raise Failure(f"{place}: expected NAME=value.")
    name, value = line["name"], line["value"]
    if quoted := DOUBLE_QUOTED.fullmatch(value):
        return name, re.sub(r"\\(.)", _unescape, quoted["text"])
    if plain := SINGLE_QUOTED.fullmatch(value) or BARE.fullmatch(value):
        return name, plain["text"]
    raise Failure(f"{place}: the quotes around the value of {name} do not match.")


def _unescape(escape: re.Match[str]) -> str:
    return {"n": "\n", "t": "\t"}.get(escape[1], escape[1])


def data_dir() -> Path:
    """Where everything that is kept lies: DATA_DIR, read from the project's folder, or `var` in it."""
    return PROJECT / (os.environ.get("DATA_DIR") or "var")


def prepare_data_dir() -> Path:
    """Make the folder, private to its owner; raises Failure where that is not allowed."""
    folder = data_dir()
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        (folder / "log").mkdir(exist_ok=True)
    except OSError as error:
        raise Failure(f"DATA_DIR {folder} cannot be made ({error.strerror}): set another DATA_DIR.") from None
    if not os.access(folder, os.W_OK | os.X_OK):
        raise Failure(f"DATA_DIR {folder} is somebody else's: start as its owner, or set another DATA_DIR.")
    return folder


def kept_secret(path: Path) -> str:
    """The secret in this file, drawn once and then kept, readable by its owner alone."""
    if not path.exists():
        # Only here: its cryptography would be in the memory of every guard.
        import secrets

        draft = path.with_name(f"{path.name}.{os.getpid()}")
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_urlsafe(48))
        try:
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_text().strip()


def is_on(name: str, default: bool) -> bool:
    """Whether a switch such as DEMO is on: 1, true, yes and on are, in any case."""
    value = os.environ.get(name, "").strip().lower()
    return value in {"1", "true", "yes", "on"} if value else default
