"""Real processes that stop, and may be killed, at a chosen statement: PostgreSQL holds them there."""

from __future__ import annotations

import multiprocessing
import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing.context import ForkProcess

from django.db import connection

GATE = 4_242
PATIENCE = 20


def execute(sql: str) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return list(cursor.fetchall()) if cursor.description else []


def wait_until(happened: Callable[[], bool], what: str) -> None:
    """Look again and again, for at most PATIENCE seconds."""
    deadline = time.monotonic() + PATIENCE
    while not happened():
        assert time.monotonic() < deadline, f"waited in vain: {what}"
        time.sleep(0.01)


def start(work: Callable[[], object]) -> ForkProcess:
    """Do the work in a process of its own, with a connection of its own."""
    connection.close()
    process = multiprocessing.get_context("fork").Process(target=work, daemon=True)
    process.start()
    return process


def kill(process: ForkProcess) -> None:
    assert process.pid is not None
    os.kill(process.pid, signal.SIGKILL)
    process.join(PATIENCE)


def finish(process: ForkProcess) -> None:
    process.join(PATIENCE)
    assert process.exitcode == 0


class Gate:
    """A gate in front of which processes stop, inside their transaction, once they have done a step."""

    def __init__(self) -> None:
        # A connection of its own: `start` closes the ordinary one, and with it would go the lock.
        self._keeper = connection.copy()
        with self._keeper.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [GATE])

    def wait_for(self, arrivals: int = 1) -> None:
        waiting = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
        wait_until(lambda: execute(waiting)[0][0] == arrivals, f"{arrivals} at the gate")

    def wait_behind(self, waiters: int = 1) -> None:
        """Until so many others wait for a row that somebody at the gate holds."""
        waiting = "SELECT count(*) FROM pg_locks WHERE locktype = 'transactionid' AND NOT granted"
        wait_until(lambda: execute(waiting)[0][0] == waiters, f"{waiters} behind the gate")

    def open(self) -> None:
        self._keeper.close()


@contextmanager
def gate(step: str, table: str, *, at_commit: bool = False) -> Iterator[Gate]:
    """Stop processes after `step` (INSERT, UPDATE, DELETE) on `table`, or where their transaction commits."""
    kind = "CONSTRAINT TRIGGER" if at_commit else "TRIGGER"
    when = "DEFERRABLE INITIALLY DEFERRED" if at_commit else ""
    execute(
        f"CREATE FUNCTION stop_at_the_gate() RETURNS trigger LANGUAGE plpgsql SET lock_timeout = '{PATIENCE}s' AS"
        f" $$ BEGIN PERFORM pg_advisory_xact_lock_shared({GATE}); RETURN NULL; END $$"
    )
    execute(
        f"CREATE {kind} stop_at_the_gate AFTER {step} ON {table} {when} FOR EACH ROW"
        " EXECUTE FUNCTION stop_at_the_gate()"
    )
    closed = Gate()
    try:
        yield closed
    finally:
        closed.open()
        wait_for_the_gone()
        execute("DROP FUNCTION stop_at_the_gate CASCADE")


def wait_for_the_gone() -> None:
    """Until the database has noticed that every process but this one has ended, or was killed."""
    others = (
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
        " AND backend_type = 'client backend' AND pid <> pg_backend_pid()"
    )
    wait_until(lambda: execute(others)[0][0] == 0, "the connections of the others")
