"""Static files as they are served: hashed, with every reference inside them resolved."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import unquote

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import override_settings

TEMPLATES = sorted((settings.BASE_DIR / "templates").rglob("*.html"))
STYLES = sorted((settings.BASE_DIR / "static" / "css").rglob("*.css"))


MANIFEST = {"BACKEND": "helpdesk.static_files.BundlingStorage"}


@pytest.fixture(scope="module")
def collected(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The product's own files in a folder of their own, as `make run` collects them."""
    root = tmp_path_factory.mktemp("static")
    with override_settings(STATIC_ROOT=str(root), STORAGES={**settings.STORAGES, "staticfiles": MANIFEST}):
        call_command("collectstatic", interactive=False, verbosity=0)
    return root


def hashed(folder: Path, pattern: str) -> list[Path]:
    return [path for path in folder.glob(pattern) if re.search(r"\.[0-9a-f]{12}\.\w+$", path.name)]


def test_the_sheet_is_sent_whole_with_every_part_in_its_layer(collected: Path) -> None:
    (sheet,) = hashed(collected / "css", "app.*.css")
    text = sheet.read_text()
    assert "@import" not in text
    assert len(re.findall(r"^@layer \w+ \{", text, re.MULTILINE)) == len(STYLES)  # the sheet has one of its own
    for path in STYLES:
        last_rule = path.read_text().strip().splitlines()[-1]
        assert path.name == "app.css" or last_rule in text


def test_the_font_comes_from_its_package_under_a_hashed_name(collected: Path) -> None:
    (sheet,) = hashed(collected / "css", "app.*.css")
    (url,) = re.findall(r'src: url\("\.\./([^"]+)"\)', sheet.read_text())
    font = collected / unquote(url)
    assert font.stat().st_size > 100_000
    assert re.search(r"\.[0-9a-f]{12}\.ttf$", font.name)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_no_template_has_an_inline_script_style_or_handler(path: Path) -> None:
    text = path.read_text()
    if path.parts[-2:] == ("mail", "letter.html"):
        # No page of ours: mail programs load no sheet, so its few rules stand in it.
        text = text.replace("<style>", "")
    assert not re.search(r"<style|\sstyle=|\son\w+=|javascript:|<script(?![^>]*\ssrc=)", text)


@pytest.mark.parametrize("path", STYLES, ids=lambda path: path.name)
def test_colours_are_written_in_the_tokens_alone(path: Path) -> None:
    if path.name in ("tokens.css", "avatar.css", "dialog.css"):
        return
    assert not re.search(r"#[0-9a-f]{3,8}\b|rgb\(|hsl\(|oklch\(", path.read_text())
