"""manage.py without a run beside it: the services come for the command and go after it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from runner.environment import PROJECT
from runner.managing import needs_services
from tests.runner.processes import processes_of

NOT_PASSED_ON = {"DATABASE_URL", "REDIS_URL", "SECRET_KEY"}
ASK = "from django.db import connection as c; c.ensure_connection(); print(c.settings_dict['PORT']); input()"


def manage(data_dir: Path, *arguments: str) -> subprocess.Popen[str]:
    environment = {name: value for name, value in os.environ.items() if name not in NOT_PASSED_ON}
    return subprocess.Popen(
        [sys.executable, PROJECT / "manage.py", *arguments],
        env=environment | {"DATA_DIR": str(data_dir)},
        cwd="/",
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


@pytest.mark.process
def test_two_commands_at_once_share_one_database_which_goes_with_the_last(tmp_path: Path) -> None:
    data_dir = tmp_path / "données"
    with manage(data_dir, "shell", "-v", "0", "-c", ASK) as first:
        port = first.stdout.readline()
        with manage(data_dir, "shell", "-v", "0", "-c", ASK) as second:
            assert second.stdout.readline() == port
            first.stdin.write("\n")
            first.stdin.flush()
            second.communicate("\n")
            assert second.returncode == 0
        first.communicate()
        assert first.returncode == 0
    assert processes_of(data_dir) == {}


@pytest.mark.process
def test_a_command_that_needs_no_database_starts_none(tmp_path: Path) -> None:
    with manage(tmp_path / "data", "version") as command:
        command.communicate()
    assert command.returncode == 0
    assert not (tmp_path / "data" / "postgres").exists()


@pytest.mark.parametrize(
    ("command", "needs"),
    [
        ("", False),
        ("help migrate", False),
        ("migrate --help", False),
        ("makemigrations --check", False),
        ("check --deploy", False),
        ("check --database default", True),
        ("migrate", True),
        ("runserver", True),
        ("seed", True),
    ],
)
def test_which_commands_need_the_services(command: str, needs: bool) -> None:
    assert needs_services(command.split()) is needs
