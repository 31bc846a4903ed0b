"""Whoever opens a template knows in ten seconds what it is: a comment, short lines, two spaces a level."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.template.loader import get_template

PROJECT = Path(__file__).resolve().parent.parent
ROOT, STYLES = PROJECT / "templates", PROJECT / "static" / "css"
TEMPLATES = sorted(str(path.relative_to(ROOT)) for path in ROOT.rglob("*.html"))
STYLE_SHEETS = sorted(str(path.relative_to(STYLES)) for path in STYLES.rglob("*.css"))
LONGEST_LINE = 120
ABOUT = re.compile(r"(\{% extends [^%\n]+ %\}\n)?\{% comment %\}\n(?P<words>.*?)\n\{% endcomment %\}\n", re.DOTALL)


def too_long(path: Path) -> list[int]:
    lines = path.read_text().splitlines()
    return [number for number, line in enumerate(lines, start=1) if len(line) > LONGEST_LINE]


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_template_says_first_what_it_is(name: str) -> None:
    about = ABOUT.match((ROOT / name).read_text())
    assert about, "A template starts with {% comment %}: what it is, and its parameters, one a line."
    assert about["words"].splitlines()[0].endswith((".", ":")), "The first line of the comment is a sentence."


@pytest.mark.parametrize("name", TEMPLATES)
def test_no_line_of_a_template_is_longer_than_a_screen(name: str) -> None:
    assert too_long(ROOT / name) == []


@pytest.mark.parametrize("name", STYLE_SHEETS)
def test_no_line_of_a_style_sheet_is_longer_than_a_screen(name: str) -> None:
    assert too_long(STYLES / name) == []


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_template_is_indented_by_two_spaces(name: str) -> None:
    lines = (ROOT / name).read_text().splitlines()
    odd = [n for n, line in enumerate(lines, start=1) if "\t" in line or (len(line) - len(line.lstrip())) % 2]
    trailing = [n for n, line in enumerate(lines, start=1) if line != line.rstrip()]
    assert (odd, trailing) == ([], [])


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_template_can_be_read_by_django(name: str) -> None:
    assert get_template(name)
