"""The worker that hands out its own tasks."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parent.parent.parent
HAND_OUT = "from helpdesk import worker; worker.app.conf.beat_schedule_filename = '{}'; worker._hand_out()"


@pytest.mark.process
def test_a_worker_whose_beat_fails_ends_so_that_both_are_started_again(tmp_path: Path) -> None:
    code = HAND_OUT.format(tmp_path / "no such folder" / "schedule")
    environment = os.environ | {"SECRET_KEY": "x", "DATA_DIR": str(tmp_path), "HTTPS": "0"}
    ended = subprocess.run(
        [sys.executable, "-c", code], cwd=PROJECT, env=environment, capture_output=True, timeout=60, check=False
    )
    assert ended.returncode == -signal.SIGTERM, ended.stderr.decode()
