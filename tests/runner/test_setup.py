"""The environment is made once per lock, and never for nothing."""

import sys
from pathlib import Path

import pytest

from runner import setup
from runner.failure import Failure


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Stand in for the network: what was installed, in a project of two locks."""
    names: list[str] = []

    def install(lock: Path) -> None:
        names.append(lock.name)
        python.parent.mkdir(parents=True, exist_ok=True)
        if not python.exists():
            python.symlink_to("/bin/true")
        stamp.write_text(setup._stamp(lock))

    python, stamp = tmp_path / ".venv" / "bin" / "python", tmp_path / ".venv" / "lock.stamp"
    for name, file in (("RUN_LOCK", "requirements.lock"), ("DEVELOPMENT_LOCK", "requirements-dev.lock")):
        (tmp_path / file).write_text("first")
        monkeypatch.setattr(setup, name, tmp_path / file)
    monkeypatch.setattr(setup, "PYTHON", python)
    monkeypatch.setattr(setup, "STAMP", stamp)
    monkeypatch.setattr(setup, "_install", install)
    return names


def test_a_second_start_installs_nothing(installed: list[str]) -> None:
    setup.ensure_environment(setup.RUN_LOCK)
    setup.ensure_environment(setup.RUN_LOCK)
    assert installed == ["requirements.lock"]


def test_tests_add_to_the_environment_of_a_run_and_a_run_takes_nothing_away(installed: list[str]) -> None:
    for lock in (setup.RUN_LOCK, setup.DEVELOPMENT_LOCK, setup.RUN_LOCK):
        setup.ensure_environment(lock)
    assert installed == ["requirements.lock", "requirements-dev.lock"]


def test_a_changed_lock_is_installed_and_an_environment_for_tests_stays_one(installed: list[str]) -> None:
    setup.ensure_environment(setup.DEVELOPMENT_LOCK)
    setup.DEVELOPMENT_LOCK.write_text("second")
    setup.ensure_environment(setup.RUN_LOCK)
    assert installed == ["requirements-dev.lock", "requirements-dev.lock"]


def test_an_environment_whose_python_is_gone_is_made_anew(installed: list[str]) -> None:
    setup.ensure_environment(setup.RUN_LOCK)
    setup.PYTHON.unlink()
    setup.ensure_environment(setup.RUN_LOCK)
    assert installed == ["requirements.lock", "requirements.lock"]


def test_a_python_that_cannot_make_environments_is_answered_with_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(Failure, match=r"install python3\.\d+-venv .*, or uv"):
        setup._make_with(sys.executable, uv=None)


def test_this_environment_is_the_one_of_the_lock() -> None:
    assert setup.STAMP.read_text() == setup._stamp(setup.DEVELOPMENT_LOCK)
    assert Path(sys.prefix) == setup.VENV
