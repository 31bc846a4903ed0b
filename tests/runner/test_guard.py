"""Nothing that a guarded program starts outlives the runner."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from runner.environment import PROJECT
from runner.spawn import wait_until
from tests.runner.processes import all_gone, kill, processes_of

pytestmark = pytest.mark.process

# A program that ignores SIGTERM, with a child in a session of its own, which has a child in turn.
STUBBORN = """
import pathlib, signal, subprocess, sys, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
sleeper = "import time; time.sleep(60)  # " + sys.argv[1]
parent = "import subprocess, sys, time; subprocess.Popen([sys.executable, '-c', sys.argv[1]]); time.sleep(60)"
subprocess.Popen([sys.executable, "-c", parent, sleeper], start_new_session=True)
time.sleep(60)
"""

RUNNER = """
import signal, sys, time
from pathlib import Path
from runner.spawn import spawn
folder = Path(sys.argv[1])
command = [sys.executable, "-m", "runner.guard", sys.executable, "-c", sys.argv[2], str(folder)]
spawn(command, log=folder / "log", cwd=Path.cwd(), end_signal=signal.SIGTERM)
time.sleep(60)
"""


@pytest.fixture
def runner(tmp_path: Path):
    command = [sys.executable, "-c", RUNNER, str(tmp_path), STUBBORN]
    with subprocess.Popen(command, cwd=PROJECT) as process:
        assert wait_until(lambda: len(processes_of(tmp_path)) == 5, patience=10)
        yield process
        process.kill()


def test_a_killed_runner_leaves_no_orphan(runner: subprocess.Popen[bytes], tmp_path: Path) -> None:
    kill(runner.pid)
    runner.wait()
    assert all_gone(tmp_path, within=5), processes_of(tmp_path)


def test_a_guard_passes_the_exit_code_on_and_ends_what_is_left(tmp_path: Path) -> None:
    script = f"import subprocess, sys; subprocess.Popen(['sleep', '60'], env={{'F': {str(tmp_path)!r}}}); sys.exit(7)"
    command = [sys.executable, "-m", "runner.guard", sys.executable, "-c", script]
    assert subprocess.run(command, cwd=PROJECT, env=os.environ, check=False).returncode == 7
    assert processes_of(tmp_path) == {}
