"""docker-compose.yml and the Dockerfile, held against the settings and the lock: no engine is needed to be wrong."""

import ast
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from runner.environment import PROJECT

# Read by the runner, but not for a person to set: what the shell, the kernel and Django bring along.
OF_THE_SYSTEM = {
    "PATH",
    "DJANGO_SETTINGS_MODULE",
    "DJANGO_ALLOW_ASYNC_UNSAFE",
    "PYTHONUNBUFFERED",
    "DEBIAN_FRONTEND",
}
# Named by the mailboxes in the settings, and read by mail/imap.py under those names.
OF_MAILBOXES = {"MAILBOX_PASSWORD_HELPDESK", "MAILBOX_PASSWORD_ESCALATION"}
OURS = ("web", "worker", "beat", "migrate")


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    return yaml.safe_load((PROJECT / "docker-compose.yml").read_text())


@pytest.fixture(scope="module")
def dockerfile() -> str:
    return (PROJECT / "Dockerfile").read_text().replace("\\\n", " ")


def documented() -> set[str]:
    """The variables of .env.example, each on a line that a person may take the hash from."""
    lines = (PROJECT / ".env.example").read_text().splitlines()
    return {match[1] for line in lines if (match := re.match(r"(?:# )?([A-Z][A-Z_]+)=", line))}


def read_in(path: Path) -> set[str]:
    """The variables that a module names where it reads the environment, or hands to the settings' readers."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text())):
        match node:
            case ast.Call(func=ast.Attribute(attr="get" | "setdefault" | "getenv", value=owner), args=[first, *_]):
                named = ast.unparse(owner) in {"os.environ", "os", "given"}
            case ast.Call(func=ast.Name(id="flag" | "words" | "is_on"), args=[first, *_]):
                named = True
            case ast.Subscript(value=ast.Attribute(attr="environ"), slice=first):
                named = True
            case _:
                continue
        if named and isinstance(first, ast.Constant):
            found.add(first.value)
    return found


def read_by_python() -> set[str]:
    sources = [PROJECT / "helpdesk" / "settings.py", PROJECT / "manage.py", PROJECT / "tests" / "browser.py"]
    sources += (PROJECT / "runner").glob("*.py")
    return set().union(*(read_in(path) for path in sources)) - OF_THE_SYSTEM


def read_by_compose() -> set[str]:
    return set(re.findall(r"(?<!\$)\$\{([A-Z_]+)", (PROJECT / "docker-compose.yml").read_text()))


def test_every_variable_that_is_read_is_documented_and_every_documented_one_is_read() -> None:
    # settings.py takes them with these, so an empty answer would mean that the test reads nothing.
    assert {"HTTPS", "SECRET_KEY", "DATABASE_URL", "PORT"} <= read_by_python()
    assert read_by_python() | read_by_compose() == documented()


@pytest.mark.parametrize("service", OURS)
def test_a_container_gets_only_variables_that_are_read(compose: dict[str, Any], service: str) -> None:
    given = compose["services"][service]["environment"]
    assert set(given) <= read_by_python() | OF_MAILBOXES
    assert {"DATABASE_URL", "REDIS_URL", "SECRET_KEY", "ALLOWED_HOSTS", "HTTPS", "DATA_DIR"} <= set(given)
    assert given["DEBUG"] == "0"


@pytest.mark.parametrize("name", ["SECRET_KEY", "POSTGRES_PASSWORD", "REDIS_PASSWORD", "ALLOWED_HOSTS"])
def test_a_secret_has_no_default_and_a_start_without_it_is_refused(name: str) -> None:
    uses = re.findall(rf"\$\{{{name}([^}}]*)\}}", (PROJECT / "docker-compose.yml").read_text())
    assert uses
    assert all(use.startswith(":?") for use in uses)


def test_database_and_broker_keep_their_data_and_are_waited_for(compose: dict[str, Any]) -> None:
    services = compose["services"]
    assert services["postgres"]["image"] == "postgres:18"
    assert services["postgres"]["volumes"] == ["postgres:/var/lib/postgresql"]
    assert services["redis"]["volumes"] == ["redis:/data"]
    assert "--appendonly yes" in " ".join(services["redis"]["command"])
    assert set(compose["volumes"]) == {"postgres", "redis", "data"}
    for name in OURS:
        needs = services[name]["depends_on"]
        assert needs["postgres"]["condition"] == needs["redis"]["condition"] == "service_healthy"
    for name in ("web", "worker", "beat"):
        assert services[name]["depends_on"]["migrate"]["condition"] == "service_completed_successfully"


def test_every_lasting_service_has_a_health_check_and_comes_back(compose: dict[str, Any]) -> None:
    for name, service in compose["services"].items():
        if name != "migrate":
            assert service["healthcheck"]["test"][0] in {"CMD", "CMD-SHELL"}, name
            assert service["restart"] == "unless-stopped", name


def test_web_and_worker_can_be_scaled(compose: dict[str, Any]) -> None:
    for name in ("web", "worker"):
        assert "container_name" not in compose["services"][name]
        assert "hostname" not in compose["services"][name]
    assert "ports" not in compose["services"]["worker"]
    (port,) = compose["services"]["web"]["ports"]
    first, last = re.search(r":-(\d+)-(\d+)\}:8000$", port).groups()
    assert int(last) > int(first)


def test_the_application_is_named_as_in_the_project(compose: dict[str, Any], dockerfile: str) -> None:
    services = compose["services"]
    for name in ("worker", "beat"):
        assert services[name]["command"][:4] == ["celery", "--app", "helpdesk", name]
    assert (PROJECT / "helpdesk" / "celery.py").exists()
    assert (PROJECT / "helpdesk" / "wsgi.py").exists()
    assert '"helpdesk.wsgi:application"' in dockerfile
    commands = set(re.findall(r"manage\.py (\w+)", services["migrate"]["command"][2] + "\n" + dockerfile))
    own = {path.stem for path in PROJECT.glob("*/management/commands/*.py")}
    assert commands - own == {"migrate", "collectstatic"}


def test_the_image_holds_what_the_lock_says_and_runs_without_root(dockerfile: str) -> None:
    assert "pip install --require-hashes --requirement requirements.lock" in dockerfile
    assert re.search(r"^USER (?!root|0)\w+$", dockerfile, re.MULTILINE)
    lock = (PROJECT / "requirements.lock").read_text()
    packages = re.findall(r"^([a-z0-9-]+)==", lock, re.MULTILINE)
    assert {"gunicorn", "celery", "django", "psycopg2-binary", "whitenoise"} <= set(packages)
    assert lock.count("--hash=sha256:") >= len(packages)


def test_the_image_speaks_a_python_that_the_project_allows(dockerfile: str) -> None:
    minor = int(re.search(r"^FROM python:3\.(\d+)-slim$", dockerfile, re.MULTILINE)[1])
    assert minor >= 11
    assert 'requires-python = ">=3.11"' in (PROJECT / "pyproject.toml").read_text()


def test_the_image_takes_no_secret_and_no_data_along() -> None:
    left_out = (PROJECT / ".dockerignore").read_text().split()
    assert {".env", "var", ".git", ".venv"} <= set(left_out)


def test_both_locks_agree_so_that_an_environment_for_tests_serves_the_run() -> None:
    pinned = {}
    for name in ("requirements.lock", "requirements-dev.lock"):
        text = (PROJECT / name).read_text()
        pinned[name] = dict(re.findall(r"^([a-z0-9-]+)(?:\[[a-z,]+\])?==([^ ;\\]+)", text, re.MULTILINE))
    run, development = pinned["requirements.lock"], pinned["requirements-dev.lock"]
    assert run.items() <= development.items()
