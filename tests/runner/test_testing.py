"""`runner test` itself: services of its own, gone even when it is killed."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from runner.environment import PROJECT
from runner.spawn import wait_until
from tests.runner.processes import all_gone, kill, processes_of

pytestmark = pytest.mark.process

PATIENT = """
import os, subprocess

def test_that_takes_its_time():
    assert os.environ["DATABASE_URL"] != os.environ["OUTER_DATABASE_URL"]
    subprocess.run(["sleep", "60"])
"""


@pytest.mark.parametrize("killed", ["the runner", "make"])
def test_a_killed_test_run_leaves_nothing_at_work(tmp_path: Path, killed: str) -> None:
    tests = tmp_path / "essai"
    tests.mkdir()
    (tests / "test_patient.py").write_text(PATIENT)
    # Everything it starts carries this folder in its command line or its environment.
    environment = os.environ | {"TMPDIR": str(tmp_path), "OUTER_DATABASE_URL": os.environ["DATABASE_URL"]}
    plain = ["-p", "no:django", "-c", os.devnull, "--rootdir", str(tests), str(tests)]
    if killed == "make":
        command = ["make", "test", f"PYTHON={sys.executable}", f"ARGS={' '.join(plain)}"]
    else:
        command = [sys.executable, "-m", "runner", "test", *plain]
    with subprocess.Popen(command, cwd=PROJECT, env=environment, stdout=subprocess.DEVNULL) as process:
        assert wait_until(lambda: any("sleep" in said for said in processes_of(tmp_path).values()), patience=60)
        kill(process.pid)
    assert all_gone(tmp_path, within=15), processes_of(tmp_path)
