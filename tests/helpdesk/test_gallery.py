"""The component gallery: for the house only, every component once, in both languages."""

from __future__ import annotations

import re

import pytest
from django.conf import settings
from django.test import Client

from tests.conftest import Cast

COMPONENTS = sorted(path.stem for path in (settings.BASE_DIR / "templates" / "components").glob("*.html"))
NOT_BY_THEMSELVES = {
    "check-lines",
    "field-error",
    "refusal",
    "step",
    "form-errors",
    "meter",
    "meter-large",
    "entry",
    "event",
    "choices",
    "ticket-heads",
    "ticket-row",
}


@pytest.fixture
def page(client: Client, cast: Cast) -> str:
    client.force_login(cast.technician)
    return client.get("/components/").content.decode()


def test_the_gallery_shows_every_component() -> None:
    source = (settings.BASE_DIR / "templates" / "gallery.html").read_text()
    missing = [name for name in COMPONENTS if f"components/{name}.html" not in source and name not in NOT_BY_THEMSELVES]
    assert missing == []


def test_the_gallery_draws_every_state_of_a_clock(page: str) -> None:
    for state in ("running", "risk", "overdue", "paused", "met", "missed", "none"):
        assert f'data-state="{state}"' in page


def test_no_number_in_a_drawing_is_written_in_french(page: str) -> None:
    numbers = re.findall(r'\s(?:x|y|x1|x2|y1|y2|cx|cy|r|width|height|max)="([^"]*)"', page)
    assert len(numbers) > 100
    assert [number for number in numbers if re.search(r"\d[,\s]\d", number)] == []


def test_an_id_is_used_once(page: str) -> None:
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert sorted(ids) == sorted(set(ids))


def test_the_gallery_is_closed_to_clients_and_strangers(client: Client, cast: Cast) -> None:
    assert client.get("/components/").status_code == 302
    client.force_login(cast.client)
    assert client.get("/components/").status_code == 404


@pytest.mark.parametrize("theme", ["", "light", "dark"])
def test_the_page_wears_the_readers_theme(client: Client, cast: Cast, theme: str) -> None:
    cast.technician.theme = theme
    cast.technician.save()
    client.force_login(cast.technician)
    html = client.get("/components/").content.decode()
    assert re.search(r"<html[^>]*>", html).group() == (  # type: ignore[union-attr]
        f'<html lang="fr" data-theme="{theme}">' if theme else '<html lang="fr">'
    )
