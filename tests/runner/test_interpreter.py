"""An environment is made with a Python that was built to be fast, where there is one."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from runner import interpreter, setup

FAST, SLOW = "exit 0", f"[ \"$2\" != '{interpreter.LED_BY_PROFILE}' ]"
WITHOUT_ENSUREPIP = "[ \"$2\" != 'import ensurepip' ]"
SAME = "python{}.{}".format(*sys.version_info)
OTHER = next(name for name in interpreter.NAMES if name != SAME)


def python_in(folder: Path, name: str, answer: str) -> str:
    """A program with the name of a Python that answers each question by its exit code."""
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_text(f"#!/bin/sh\n{answer}\n")
    path.chmod(0o755)
    return str(path)


def chosen(running: str, *folders: Path, needed: str = "import ensurepip") -> str:
    """What is chosen with these folders on PATH."""
    return interpreter.for_environment(running, os.pathsep.join(map(str, folders)), needed)


def test_a_python_that_was_built_to_be_fast_is_kept(tmp_path: Path) -> None:
    running = python_in(tmp_path, "running", FAST)
    python_in(tmp_path, SAME, FAST)
    assert chosen(running, tmp_path) == running


def test_a_slow_python_gives_way_to_a_fast_one_behind_a_slow_one_of_the_same_name(tmp_path: Path) -> None:
    running = python_in(tmp_path / "slow", SAME, SLOW)
    fast = python_in(tmp_path / "fast", SAME, FAST)
    assert chosen(running, tmp_path / "slow", tmp_path / "fast") == fast


def test_the_version_that_runs_goes_before_the_others(tmp_path: Path) -> None:
    running = python_in(tmp_path, "running", SLOW)
    other = python_in(tmp_path / "first", OTHER, FAST)
    same = python_in(tmp_path / "second", SAME, FAST)
    assert chosen(running, tmp_path / "first", tmp_path / "second") == same
    assert chosen(running, tmp_path / "first") == other


@pytest.mark.parametrize("answer", [SLOW, WITHOUT_ENSUREPIP, "exit 127"])
def test_a_slow_python_stays_where_the_other_is_no_better_or_of_no_use(tmp_path: Path, answer: str) -> None:
    running = python_in(tmp_path, "running", SLOW)
    python_in(tmp_path, SAME, answer)
    assert chosen(running, tmp_path, tmp_path / "missing") == running


def test_what_is_not_a_program_is_passed_over(tmp_path: Path) -> None:
    running = python_in(tmp_path, "running", SLOW)
    Path(python_in(tmp_path, SAME, FAST)).write_text("neither a script nor a program")
    assert chosen(running, tmp_path) == running


def test_uv_needs_no_ensurepip(tmp_path: Path) -> None:
    running = python_in(tmp_path, "running", SLOW)
    other = python_in(tmp_path, SAME, WITHOUT_ENSUREPIP)
    assert chosen(running, tmp_path, needed="") == other


def test_the_python_that_somebody_named_is_the_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    running = python_in(tmp_path, "running", SLOW)
    fast = python_in(tmp_path, SAME, FAST)
    monkeypatch.setattr(sys, "executable", running)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("PYTHON", raising=False)
    assert setup._chosen_python("import ensurepip") == fast
    monkeypatch.setenv("PYTHON", running)
    assert setup._chosen_python("import ensurepip") == running


@pytest.mark.parametrize(("arguments", "told"), [((), "None"), (("PYTHON=python3",), "python3")])
def test_make_tells_only_of_a_python_that_somebody_named(arguments: tuple[str, ...], told: str, tmp_path: Path) -> None:
    python = python_in(tmp_path, "python3", f"exec {sys.executable} -c 'import os; print(os.environ.get(\"PYTHON\"))'")
    environment = {"PATH": os.pathsep.join([str(Path(python).parent), os.defpath])}
    command = ["make", "--silent", "setup", *arguments]
    ended = subprocess.run(command, cwd=setup.PROJECT, env=environment, capture_output=True, text=True, check=True)
    assert ended.stdout == f"{told}\n"


def test_a_fast_python_that_makes_no_environment_leaves_it_to_the_one_that_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    python_in(tmp_path, SAME, '[ "$2" != venv ]')
    monkeypatch.setattr(sys, "executable", python_in(tmp_path, "running", SLOW))
    monkeypatch.setattr(setup, "VENV", tmp_path / ".venv")
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("PYTHON", raising=False)
    running = python_in(tmp_path, "running", f'{SLOW} && [ "$2" = venv ] && /bin/mkdir "$4"')
    assert running == sys.executable
    setup._make(uv=None)
    assert (tmp_path / ".venv").is_dir()


@pytest.mark.skipif(not Path("/etc/debian_version").exists(), reason="This is not Debian or of its kin.")
@pytest.mark.skipif(not Path("/usr/bin/python3").exists(), reason="The distribution's Python is not there.")
def test_the_python_of_debian_counts_as_fast_although_it_does_not_say_so() -> None:
    assert interpreter._runs("/usr/bin/python3", interpreter.LED_BY_PROFILE)
