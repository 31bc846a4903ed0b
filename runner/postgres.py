"""The embedded PostgreSQL: one data directory, one server on a port of its own, nothing outside of it."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
from pathlib import Path

from runner.environment import kept_secret
from runner.failure import Failure
from runner.ports import remembered_port
from runner.postgres_binaries import Binaries, find_binaries
from runner.spawn import Owner, before_exec, end_predecessor, last_lines, spawn, stop, wait_until

NAME = "astreinte"
BUILTIN_LOCALE_SINCE = 17
ATTEMPTS = 5
# A small machine is shared with the web and the worker. Pages and sweeps ask for little, from indexes: to compile their
# queries costs more than to answer them.
# A ticket is read with a dozen tables: in the order they are named, planning that takes 1 ms instead of 5.
_FRUGAL = ("shared_buffers=32MB", "jit=off", "random_page_cost=1.1", "work_mem=8MB", "join_collapse_limit=4")
FRUGAL = tuple(word for setting in _FRUGAL for word in ("-c", setting))
THROW_AWAY = ("-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off")


class Postgres:
    """A PostgreSQL server that keeps its data in a folder and ends with the process that started it.

    `durable=False` is for data that nobody will miss: nothing is forced to disk.
    """

    name = "postgres"

    def __init__(self, folder: Path, log: Path, *, durable: bool = True) -> None:
        self.folder = folder
        self.data = folder / "data"
        self.log = log
        self.durable = durable
        self.port = 0
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """What DATABASE_URL is for this server."""
        return f"postgres://{NAME}:{self._password()}@127.0.0.1:{self.port}/{NAME}"

    def start(self) -> None:
        """Make the data directory if there is none, then serve it; raises Failure with the end of the log."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        end_predecessor(self.data, (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL))
        # After a crash its number may be a stranger's by now, and PostgreSQL would refuse to start.
        lock_file(self.data).unlink(missing_ok=True)
        binaries = find_binaries(self._made_by())
        owner = self._owner()
        if not self.data.exists():
            self._initialise(binaries, owner)
        for _ in range(ATTEMPTS):
            if self._serve(binaries, owner):
                return
        raise Failure(f"PostgreSQL does not start; the end of {self.log}:\n{last_lines(self.log)}")

    def stop(self) -> None:
        """End every session, write everything down, and end."""
        if self.process is not None:
            stop(self.process, signal.SIGINT if self.durable else signal.SIGQUIT, patience=2)

    def _password(self) -> str:
        return kept_secret(self.folder / "password")

    def _made_by(self) -> int | None:
        version = self.data / "PG_VERSION"
        return int(version.read_text()) if version.exists() else None

    def _owner(self) -> Owner | None:
        """PostgreSQL refuses to run as root: then the owner of its data runs it, `nobody` at first."""
        if os.geteuid() != 0:
            return None
        if self.data.exists() and self.data.stat().st_uid != 0:
            return Owner(self.data.stat().st_uid, self.data.stat().st_gid)
        nobody = pwd.getpwnam("nobody")
        return Owner(nobody.pw_uid, nobody.pw_gid)

    def _initialise(self, binaries: Binaries, owner: Owner | None) -> None:
        """Build the data directory beside its place, so that an interrupted start leaves no half of one."""
        self._password()
        draft = self.folder / "data.new"
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir(mode=0o700)
        if owner is not None:
            os.chown(draft, owner.uid, owner.gid)
        options = ["-U", NAME, "-A", "scram-sha-256", f"--pwfile={self.folder / 'password'}", "-E", "UTF8"]
        if binaries.major >= BUILTIN_LOCALE_SINCE:
            options += ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        else:
            options += ["--locale=C.UTF-8"]
        if not self.durable:
            options += ["--no-sync"]
        self._run([f"{binaries.folder}/initdb", "-D", str(draft), *options], owner)
        single_user = [f"{binaries.folder}/postgres", "--single", "-D", str(draft), "postgres"]
        self._run(single_user, owner, statement=f"CREATE DATABASE {NAME};")
        draft.rename(self.data)

    def _run(self, command: list[str], owner: Owner | None, statement: str = "") -> None:
        with self.log.open("ab") as output:
            ended = subprocess.run(
                command,
                input=statement.encode(),
                stdout=output,
                stderr=subprocess.STDOUT,
                env=environment(),
                cwd="/",
                preexec_fn=before_exec(signal.SIGKILL, owner),
                check=False,
            )
        if ended.returncode != 0:
            raise Failure(f"The database cannot be made; the end of {self.log}:\n{last_lines(self.log)}")

    def _serve(self, binaries: Binaries, owner: Owner | None) -> bool:
        self.port = remembered_port(self.folder / "port")
        listen = ["-h", "127.0.0.1", "-p", str(self.port), "-k", ""]
        options = ["-c", "max_connections=200", "-c", "timezone=UTC", "-c", "log_timezone=UTC", *FRUGAL]
        if not self.durable:
            options += THROW_AWAY
        self.process = spawn(
            [f"{binaries.folder}/postgres", "-D", str(self.data), *listen, *options],
            log=self.log,
            cwd=Path("/"),
            end_signal=signal.SIGINT if self.durable else signal.SIGQUIT,
            environment=environment(),
            owner=owner,
        )
        # Recovery after a crash may replay a long log, so a living server is waited for.
        wait_until(lambda: self._is_ready() or self._has_ended(), patience=120)
        if not self._is_ready():
            self.stop()
            return False
        return True

    def _has_ended(self) -> bool:
        return self.process is None or self.process.poll() is not None

    def _is_ready(self) -> bool:
        """The server writes its state into the last line of its lock file, where pg_ctl reads it, too."""
        lines = lock_file_lines(self.data)
        return len(lines) >= 8 and lines[7].strip() == "ready" and not self._has_ended()


def environment() -> dict[str, str]:
    """The environment of the server, without the settings that a person's own client may have."""
    return {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", "TZ": "UTC"}


def lock_file(data: Path) -> Path:
    """Where a running server says who and where it is."""
    return data / "postmaster.pid"


def lock_file_lines(data: Path) -> list[str]:
    """The lines of the lock file; none if there is no server."""
    try:
        return lock_file(data).read_text().splitlines()
    except FileNotFoundError:
        return []
