"""The door: what it says to those who come with an old Python, a wrong word or a taken port."""

import ast
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from runner.address import Address, read_address
from runner.commands import COMMANDS
from runner.environment import PROJECT
from runner.failure import Failure


@pytest.mark.parametrize("name", ["__init__.py", "__main__.py", "interpreter.py"])
def test_an_old_python_can_read_the_door_and_say_what_it_needs(name: str) -> None:
    ast.parse((PROJECT / "runner" / name).read_text(), feature_version=(3, 6))


@pytest.mark.process
def test_an_unknown_command_is_answered_with_those_there_are() -> None:
    command = [sys.executable, "-m", "runner", "fly"]
    ended = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stdout) == (1, "")
    assert ended.stderr == f"There is no command fly; there are {', '.join(COMMANDS)}.\n"


def test_make_knows_the_same_commands() -> None:
    targets = {line[:-1] for line in (PROJECT / "Makefile").read_text().splitlines() if line.endswith(":")}
    assert targets == {"help", *COMMANDS}


def test_the_runner_needs_the_standard_library_alone() -> None:
    imported = set()
    # mail_server.py is a program that the launcher starts, in the environment that it has made.
    for path in set(Path(PROJECT / "runner").glob("*.py")) - {PROJECT / "runner" / "mail_server.py"}:
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Import):
                imported |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                imported.add((node.module or "").partition(".")[0])
    # prepare.py and managing.py are Django's side of the door, and import it when it is there.
    assert imported <= sys.stdlib_module_names | {"runner", "django"}


@pytest.mark.parametrize("port", ["abc", "0", "65536", "-1", "80 80"])
def test_what_is_no_port_is_refused_by_name(monkeypatch: pytest.MonkeyPatch, port: str) -> None:
    monkeypatch.setenv("PORT", port)
    with pytest.raises(Failure, match="PORT is .*a number from 1 to 65535"):
        read_address()


@pytest.mark.process
def test_a_taken_port_is_answered_with_a_sentence() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(Failure, match=f"PORT {port} is taken by another program"):
            Address("127.0.0.1", port).check_free()


def test_a_host_of_another_machine_is_answered_with_a_sentence() -> None:
    with pytest.raises(Failure, match=r"HOST 192\.0\.2\.1 with PORT 8000 does not work"):
        Address("192.0.2.1", 8000).check_free()


@pytest.mark.parametrize(
    ("host", "url"),
    [
        ("127.0.0.1", "http://127.0.0.1:8000"),
        ("0.0.0.0", "http://127.0.0.1:8000"),
        ("::", "http://[::1]:8000"),
        ("helpdesk.example.org", "http://helpdesk.example.org:8000"),
    ],
)
def test_the_printed_address_is_one_that_a_browser_opens(host: str, url: str) -> None:
    address = Address(host, 8000)
    assert address.url == url
    assert address.url.removeprefix("http://").rpartition(":")[0] in address.hosts_to_allow().split(",")
