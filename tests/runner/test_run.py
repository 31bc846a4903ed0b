"""One life of `make run`, in a folder with spaces and accents: started, used beside, hurt, killed, started again."""

import json
import os
import re
import shutil
import signal
import smtplib
import subprocess
import time
import urllib.request
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import psycopg2
import pytest

from runner.environment import PROJECT
from runner.ports import free_port
from runner.spawn import wait_until
from tests.runner.processes import all_gone, kill, processes_of

pytestmark = pytest.mark.process

NOT_COPIED = shutil.ignore_patterns(".venv", "var", ".git", ".env", ".*_cache", ".hypothesis", "bench")
OURS = {"DATABASE_URL", "REDIS_URL", "SECRET_KEY", "DATA_DIR", "HTTPS", "DEMO", "DEBUG", "EMAIL_URL"}
NOT_PASSED_ON = {*OURS, "MAKEFLAGS"}
START_WITHIN = 90


@dataclass
class Project:
    """A copy of the project, and how to call `make` in it."""

    folder: Path
    port: int = field(default_factory=free_port)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def announcement(self) -> dict:
        return json.loads((self.folder / "var" / "services.json").read_text())

    def environment(self, **variables: str) -> Mapping[str, str]:
        kept = {name: value for name, value in os.environ.items() if name not in NOT_PASSED_ON}
        return kept | {"PORT": str(self.port)} | variables

    def call(self, *command: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            command, cwd=self.folder, env=self.environment(), capture_output=True, text=True, check=False
        )

    def start(self, **variables: str) -> tuple[subprocess.Popen[bytes], str]:
        """Start `make run`, wait until it says where it is, and give back what it said."""
        said = self.folder / "said.txt"
        with said.open("wb") as output:
            process = subprocess.Popen(
                ["make", "run"],
                cwd=self.folder,
                env=self.environment(**variables),
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        wait_until(lambda: "Ctrl-C stops it" in said.read_text() or process.poll() is not None, START_WITHIN)
        assert "Ctrl-C stops it" in said.read_text(), said.read_text()
        return process, said.read_text()

    def is_healthy(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.address}/health/", timeout=5) as answer:
                return answer.status == 200
        except OSError:
            return False

    def takes_mail(self) -> bool:
        """Whether the demo's server takes the password that the programs were given."""
        given = urlsplit(self.announcement["environment"]["EMAIL_URL"])
        try:
            with smtplib.SMTP("127.0.0.1", given.port, timeout=5) as connection:
                return connection.login(given.username, given.password)[0] == 235
        except OSError:
            return False

    def ask(self, statement: str) -> object:
        connection = psycopg2.connect(self.announcement["environment"]["DATABASE_URL"])
        try:
            with connection, connection.cursor() as cursor:
                cursor.execute(statement)
                return cursor.fetchone()[0] if cursor.description else None
        finally:
            connection.close()


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    folder = tmp_path_factory.mktemp("runner") / "répertoire de travail"
    shutil.copytree(PROJECT, folder, ignore=NOT_COPIED)
    (folder / ".venv").symlink_to(PROJECT / ".venv")
    return Project(folder)


@pytest.fixture(scope="module")
def said(project: Project) -> Iterator[str]:
    """What a first start without the demo says; it runs until the last test of this file kills it."""
    process, said = project.start(DEMO="0")
    yield said
    os.killpg(process.pid, signal.SIGTERM)
    process.wait()


def test_a_start_without_the_demo_names_the_page_for_the_first_administrator(project: Project, said: str) -> None:
    assert f"Astreinte runs at {project.address}\n" in said
    page = re.search(rf"Make the first administrator at ({project.address}/\S+)", said)
    with urllib.request.urlopen(page[1]) as answer:
        assert answer.status == 200
    assert "demo-astreinte" not in said
    assert "/demo/mails/" not in said
    assert not (project.folder / "var/mail-server").exists()
    assert project.is_healthy()


@pytest.mark.usefixtures("said")
def test_a_second_start_says_where_the_first_one_is(project: Project) -> None:
    second = project.call("make", "run")
    assert second.returncode == 0
    assert f"Astreinte already runs at {project.address} (process {project.announcement['pid']})" in second.stdout
    assert project.is_healthy()


@pytest.mark.usefixtures("said")
def test_manage_py_uses_the_services_of_the_run_beside_it(project: Project) -> None:
    ended = project.call("python3", "manage.py", "shell", "-v", "0", "-c", PRINT_PORT)
    assert ended.stdout.strip() == (project.folder / "var/postgres/port").read_text(), ended.stderr
    assert project.is_healthy()


@pytest.mark.usefixtures("said")
def test_what_is_kept_is_readable_by_its_owner_alone(project: Project) -> None:
    assert (project.folder / "var").stat().st_mode & 0o777 == 0o700
    assert (project.folder / "var/services.json").stat().st_mode & 0o777 == 0o600
    passwords = [(project.folder / f"var/{name}/password").read_text() for name in ("postgres", "valkey")]
    commands = " ".join(processes_of(project.folder).values())
    assert not [password for password in passwords if password in commands]


@pytest.mark.usefixtures("said")
def test_each_part_that_dies_is_started_again(project: Project) -> None:
    before = processes_of(project.folder)
    for name in PARTS:
        # The first one started is the part itself, the others are its own children.
        kill(min(pid for pid, command in before.items() if is_part(name, command)))

    def are_back() -> bool:
        now = {pid: command for pid, command in processes_of(project.folder).items() if pid not in before}
        return all(any(is_part(name, command) for command in now.values()) for name in PARTS)

    assert wait_until(are_back, patience=30, pause=0.2)
    assert wait_until(project.is_healthy, patience=30, pause=0.2)
    told = (project.folder / "said.txt").read_text()
    for name in ("postgres", "valkey", "web", "worker"):
        assert f"{name} died and is started again" in told


@pytest.mark.usefixtures("said")
def test_a_killed_run_leaves_no_orphan_and_the_next_start_keeps_the_data_until_ctrl_c(project: Project) -> None:
    project.ask("CREATE TABLE kept (word text); INSERT INTO kept VALUES ('promise')")
    kill(project.announcement["pid"])
    assert all_gone(project.folder, within=8), processes_of(project.folder)

    process, said = project.start()
    assert project.ask("SELECT word FROM kept") == "promise"
    assert "operator@example.org" in said
    assert "demo-astreinte" in said
    assert "Collecting static files" not in said
    assert f"Its mails are read at {project.address}/demo/mails/" in said
    assert wait_until(project.takes_mail, patience=30, pause=0.2)
    kill(min(pid for pid, command in processes_of(project.folder).items() if is_part("runner.mail_server", command)))
    told = project.folder / "said.txt"
    assert wait_until(lambda: "mail died and is started again" in told.read_text(), patience=30)
    assert wait_until(project.takes_mail, patience=30, pause=0.2)

    asked = time.monotonic()
    os.killpg(process.pid, signal.SIGINT)
    process.wait()
    assert time.monotonic() - asked < 5
    assert all_gone(project.folder, within=0.5), processes_of(project.folder)
    assert not (project.folder / "var" / "services.json").exists()


PRINT_PORT = "from django.db import connection; print(connection.settings_dict['PORT'])"
# What to look for in a command line, and what must not stand in it.
PARTS = {
    "bin/postgres": "",
    "valkey-server": "",
    "gunicorn": "runner.guard",
    "helpdesk.worker": "runner.guard",
}


def is_part(name: str, command: str) -> bool:
    """Whether a command line is that of this part itself, not of its guard."""
    other = PARTS.get(name, "runner.guard")
    return name in command and not (other and other in command)
