"""The embedded PostgreSQL, killed and started again in every way that a machine knows."""

import os
import socket
from collections.abc import Iterator
from pathlib import Path

import psycopg2
import pytest

from runner import linux
from runner.failure import Failure
from runner.postgres import Postgres, lock_file
from runner.postgres_binaries import Binaries, find_binaries, runnable
from runner.spawn import wait_until
from tests.runner.processes import kill

pytestmark = pytest.mark.process


@pytest.fixture
def postgres(tmp_path: Path) -> Iterator[Postgres]:
    server = make(tmp_path)
    server.start()
    yield server
    server.stop()


def make(folder: Path) -> Postgres:
    return Postgres(folder / "répertoire de données", folder / "postgres.log")


def ask(server: Postgres, statement: str) -> object:
    connection = psycopg2.connect(server.url)
    try:
        with connection, connection.cursor() as cursor:
            cursor.execute(statement)
            return cursor.fetchone()[0] if cursor.description else None
    finally:
        connection.close()


def test_data_survive_a_kill_and_a_lock_file_left_to_a_stranger(postgres: Postgres, tmp_path: Path) -> None:
    ask(postgres, "CREATE TABLE kept (word text); INSERT INTO kept VALUES ('promise')")
    kill(postgres.process.pid)
    postgres.process.wait()
    lines = lock_file(postgres.data).read_text().splitlines()
    lock_file(postgres.data).write_text("\n".join([str(os.getppid()), *lines[1:]]) + "\n")

    again = make(tmp_path)
    again.start()
    try:
        assert ask(again, "SELECT word FROM kept") == "promise"
        assert again.port == postgres.port
    finally:
        again.stop()
    assert linux.processes_in(again.data) == []


def test_another_start_on_the_same_data_ends_the_server_before_it(postgres: Postgres, tmp_path: Path) -> None:
    ask(postgres, "CREATE TABLE kept (word text)")
    again = make(tmp_path)
    again.start()
    try:
        assert postgres.process.wait(5) is not None
        assert ask(again, "SELECT count(*) FROM kept") == 0
    finally:
        again.stop()


def test_a_port_taken_meanwhile_is_exchanged_for_a_free_one(postgres: Postgres, tmp_path: Path) -> None:
    postgres.stop()
    with socket.create_server(("127.0.0.1", postgres.port)):
        again = make(tmp_path)
        again.start()
        try:
            assert again.port != postgres.port
            assert ask(again, "SELECT 1") == 1
        finally:
            again.stop()


def test_nobody_connects_without_the_password(postgres: Postgres) -> None:
    with pytest.raises(psycopg2.OperationalError, match="password"):
        psycopg2.connect(host="127.0.0.1", port=postgres.port, user="astreinte", dbname="astreinte", password="x")


def test_accents_fold_their_case(postgres: Postgres) -> None:
    assert ask(postgres, "SELECT lower('ÉÀÇ')") == "éàç"


def test_root_does_not_run_it_and_it_gets_no_other_rights(postgres: Postgres) -> None:
    status = Path(f"/proc/{postgres.process.pid}/status").read_text()
    fields = dict(line.split(":\t", 1) for line in status.splitlines() if ":\t" in line)
    assert fields["Uid"].split()[0] != "0"
    assert int(fields["CapEff"], 16) in (0, 1 << linux.CAP_DAC_OVERRIDE)


@pytest.mark.parametrize("binaries", list(runnable()), ids=lambda binaries: str(binaries.major))
def test_every_postgresql_of_this_machine_serves_in_the_same_way(
    binaries: Binaries, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("runner.postgres_binaries._candidates", lambda: [binaries.folder])
    server = make(tmp_path)
    server.start()
    try:
        assert str(ask(server, "SHOW server_version")).startswith(str(binaries.major))
        assert ask(server, "SELECT lower('É')") == "é"
        assert server.data.joinpath("PG_VERSION").read_text().strip() == str(binaries.major)
    finally:
        server.stop()


def test_data_of_another_major_version_are_refused_in_a_sentence(postgres: Postgres, tmp_path: Path) -> None:
    postgres.stop()
    (postgres.data / "PG_VERSION").write_text("14\n")
    with pytest.raises(Failure, match="PostgreSQL 14, which is not here.*DATABASE_URL"):
        make(tmp_path).start()


def test_without_any_postgresql_a_sentence_says_what_to_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("runner.postgres_binaries._candidates", lambda: [Path("/nonexistent")])
    with pytest.raises(Failure, match="No PostgreSQL 15 or later.*set DATABASE_URL"):
        find_binaries()


def test_it_ends_when_the_process_that_started_it_is_killed(tmp_path: Path) -> None:
    child = os.fork()
    if child == 0:
        make(tmp_path).start()
        os.kill(os.getpid(), 9)
    os.waitpid(child, 0)
    assert wait_until(lambda: not linux.processes_in(make(tmp_path).data), patience=5)
