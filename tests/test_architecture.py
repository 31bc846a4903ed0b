"""The rules of the house that import contracts cannot hold."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
DOMAIN = ("sla", "tickets", "escalation", "interventions", "reports", "administration", "mail")
FACES = ("portal", "agreement", "wall")
ROOMS = (*DOMAIN, *FACES, "papers", "helpdesk", "runner")
# Where a face turns the hour into an argument.
READS_THE_CLOCK = ("tasks.py", "management")
CLOCK = re.compile(r"timezone\.now\(|datetime\.now\(|date\.today\(|time\.time\(|utcnow\(")
WRITES = re.compile(r"\.objects\.(create|bulk_create|update_or_create|get_or_create|bulk_update)\(|\.save\(")
MAY_WRITE = ("models", "actions", "migrations", "demo", "seeds.py", "seeding.py", "notifications.py")
INLINE = re.compile(r"<script(?![^>]*\bsrc=)[^>]*>|\sstyle=|\son[a-z]+=", re.IGNORECASE)


def sources(*rooms: str) -> list[Path]:
    return [path for room in rooms for path in (ROOT / room).rglob("*.py") if "migrations" not in path.parts]


def functions(path: Path) -> Iterator[ast.FunctionDef]:
    yield from (node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.FunctionDef))


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


def test_the_domain_never_reads_the_clock():
    domain = [path for path in sources(*DOMAIN) if not set(path.parts) & set(READS_THE_CLOCK)]
    assert [named(path) for path in domain if CLOCK.search(path.read_text())] == []


def test_domain_rows_are_written_by_models_and_actions_alone():
    others = [
        path
        for path in sources("tickets", "escalation", "interventions", "reports", "administration", "mail", *FACES)
        if not set(path.parts) & set(MAY_WRITE)
    ]
    found = [named(path) for path in others if WRITES.search(path.read_text()) and path.name != "clocks.py"]
    assert found == []


def test_no_module_is_longer_than_300_lines():
    assert [named(path) for path in sources(*ROOMS) if path.read_text().count("\n") > 300] == []


def test_no_function_is_longer_than_40_lines():
    long = [
        f"{named(path)}:{node.name}"
        for path in sources(*ROOMS)
        for node in functions(path)
        if (node.end_lineno or 0) - node.lineno > 40
    ]
    assert long == []


def test_every_public_action_is_keyword_only_and_ends_with_by_and_at():
    actions = [path for room in DOMAIN for path in (ROOT / room / "actions").glob("*.py")]
    wrong = []
    for path in actions:
        for node in ast.parse(path.read_text()).body:
            if not isinstance(node, ast.FunctionDef) or node.name.startswith("_"):
                continue
            names = [argument.arg for argument in node.args.kwonlyargs]
            if "by" in names and (node.args.args or names[-2:] != ["by", "at"]) and node.name != "record":
                wrong.append(f"{named(path)}:{node.name}")
    assert wrong == []


def test_views_have_no_try_and_know_no_role():
    views = [
        path
        for path in sources("tickets", "escalation", "interventions", "reports", "administration", "mail", *FACES)
        if "views" in path.parts
    ]
    assert [named(path) for path in views if re.search(r"^\s*try:|has_role\(|\bRole\.", path.read_text(), re.M)] == []


@pytest.mark.parametrize("template", sorted((ROOT / "templates").rglob("*.html")), ids=named)
def test_templates_have_no_inline_script_or_style(template: Path):
    assert INLINE.search(template.read_text()) is None


def test_no_module_is_called_by_what_it_is_not():
    assert [named(path) for path in sources(*ROOMS) if path.stem in {"utils", "helpers", "common", "misc"}] == []
