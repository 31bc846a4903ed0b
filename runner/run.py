"""`runner run`: everything that Astreinte needs, started in order, kept alive, and ended together."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from runner import ownership
from runner.address import Address, read_address
from runner.demo_mail import demo_mail
from runner.environment import PROJECT, kept_secret, prepare_data_dir
from runner.failure import Failure
from runner.program import Program, programs
from runner.services import Services
from runner.spawn import before_exec, last_lines
from runner.supervisor import Supervisor

COMMAND = "make run"
HEALTHY_WITHIN = 90.0
PAUSE = 0.1
LOG_LIMIT = 10_000_000


def run_all(arguments: list[str]) -> int:
    """Serve until Ctrl-C; return at once if another one serves this data directory already."""
    address = read_address()
    folder = prepare_data_dir()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _interrupt)
    try:
        if lock := _become_owner(folder):
            with lock:
                _serve(address, folder)
    except KeyboardInterrupt:
        print("Astreinte has stopped.", flush=True)
    return 0


def _interrupt(*_: object) -> None:
    raise KeyboardInterrupt


def _become_owner(folder: Path) -> IO[str] | None:
    """Wait for a manage.py command to end, but not for another `make run`."""
    has_told = False
    while (lock := ownership.claim(folder)) is None:
        owner = ownership.find(folder)
        if owner and owner.address:
            print(f"Astreinte already runs at {owner.address} (process {owner.pid}); Ctrl-C there stops it.")
            return None
        if not has_told:
            print(f"Waiting for {owner.command if owner else 'another command'} to finish...", flush=True)
            has_told = True
        time.sleep(PAUSE)
    return lock


def _serve(address: Address, folder: Path) -> None:
    address.check_free()
    logs = folder / "log"
    _turn_over_logs(logs)
    services, supervisor, mail = Services(folder), Supervisor(), demo_mail(folder)
    with _started(services, folder) as embedded:
        leading = embedded | (mail.environment if mail else {})
        environment = os.environ | _settings(address, folder) | leading
        welcome = _prepare(environment, folder, address)
        if mail:
            welcome.append(f"Its mails are read at {address.url}/demo/mails/")
        supervisor.watch(services.embedded.values())
        web, *background = programs(address.bind, environment, logs, mail)
        with _stopped_in_the_end([web, *background]):
            # The pages come first: starting all at once would keep a small machine busy for longer.
            _start([web], supervisor)
            _wait_until_healthy(supervisor, address, logs)
            _start(background, supervisor)
            ownership.announce(folder, COMMAND, leading, address.url)
            print("\n".join([f"\nAstreinte runs at {address.url}", *welcome, "Ctrl-C stops it."]), flush=True)
            while services.environment == embedded:
                supervisor.look_after()
                time.sleep(PAUSE)
            raise Failure("Another program took the port of the database or the broker: start again.")


def _settings(address: Address, folder: Path) -> dict[str, str]:
    """What settings.py reads, where the person has not set it: plain http, on this machine."""
    defaults = {"HTTPS": "0", "ALLOWED_HOSTS": address.hosts_to_allow(), "DEMO": "1"}
    chosen = {name: os.environ.get(name) or value for name, value in defaults.items()}
    secret_key = os.environ.get("SECRET_KEY") or kept_secret(folder / "secret_key")
    return chosen | {"SECRET_KEY": secret_key, "DATA_DIR": str(folder)}


@contextmanager
def _started(services: Services, folder: Path) -> Iterator[dict[str, str]]:
    if services.embedded:
        names = " and ".join(service.name for service in services.embedded.values())
        print(f"Starting {names}...", flush=True)
    services.start()
    try:
        ownership.announce(folder, COMMAND, services.environment)
        yield services.environment
    finally:
        _ignore_interrupts()
        ownership.withdraw(folder)
        services.stop()


def _start(started: list[Program], supervisor: Supervisor) -> None:
    print(f"Starting {' and '.join(program.name for program in started)}...", flush=True)
    for program in started:
        program.start()
    supervisor.watch(started)


@contextmanager
def _stopped_in_the_end(started: list[Program]) -> Iterator[None]:
    try:
        yield
    finally:
        _ignore_interrupts()
        print("\nStopping...", flush=True)
        processes = [program.process for program in started if program.process]
        for process in processes:
            process.terminate()
        for process in processes:
            process.wait()


def _ignore_interrupts() -> None:
    """A second Ctrl-C must not leave anything behind: stopping is short anyway."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)


def _prepare(environment: dict[str, str], folder: Path, address: Address) -> list[str]:
    """Run runner.prepare, show its steps, and return the lines that tell how to sign in."""
    log = folder / "log" / "prepare.log"
    welcome = []
    with log.open("ab") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "runner.prepare"],
            stdout=subprocess.PIPE,
            stderr=output,
            env=environment,
            cwd=PROJECT,
            text=True,
            preexec_fn=before_exec(signal.SIGKILL),
        )
    with process:
        for line in process.stdout or ():
            kind, _, text = line.rstrip("\n").partition("\t")
            if kind == "step":
                print(f"{text}...", flush=True)
            elif kind == "page":
                welcome.append(f"Make the first administrator at {address.url}{text}")
            else:
                welcome.append(text)
    if process.returncode != 0:
        raise Failure(f"The preparation failed; the end of {log}:\n{last_lines(log)}")
    return welcome


def _wait_until_healthy(supervisor: Supervisor, address: Address, logs: Path) -> None:
    deadline = time.monotonic() + HEALTHY_WITHIN
    while not address.is_healthy():
        supervisor.look_after()
        supervisor.refuse_crash_loop()
        if time.monotonic() > deadline:
            said = address.ask_health()[1]
            raise Failure(f"{address.url}/health/ is still not well, it says {said}: see {logs}.")
        time.sleep(PAUSE)


def _turn_over_logs(folder: Path) -> None:
    """Keep one older file of each log that has grown large."""
    for log in folder.glob("*.log"):
        if log.stat().st_size > LOG_LIMIT:
            log.replace(log.with_suffix(".log.1"))
