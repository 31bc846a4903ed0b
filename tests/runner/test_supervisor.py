"""A part that dies is started again; one that will not stay up is named."""

import os
from pathlib import Path

import pytest

from runner.failure import Failure
from runner.program import Program
from runner.spawn import wait_until
from runner.supervisor import CRASH_LOOP, Supervisor

pytestmark = pytest.mark.process


def test_a_crash_loop_is_told_with_the_end_of_the_log(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    part = Program("web", ["no.such.module"], os.environ, tmp_path / "web.log")
    supervisor = Supervisor()
    part.start()
    supervisor.watch([part])

    def has_died_too_often() -> bool:
        supervisor.look_after()
        return supervisor.watched[0].deaths_in_a_row == CRASH_LOOP

    supervisor.refuse_crash_loop()
    assert wait_until(has_died_too_often, patience=20)
    with pytest.raises(Failure, match=r"(?s)web does not stay up.*No module named"):
        supervisor.refuse_crash_loop()
    said = capsys.readouterr().out
    assert said.count("web died and is started again") == 2
    assert "web died 3 times in a row, next try in 2 s" in said
