"""The pages one would rather not see: they need no database, no request and no luck."""

from __future__ import annotations

import pytest
from django.template.loader import render_to_string
from django.utils import translation


@pytest.mark.parametrize("code", ["400", "403", "403_csrf", "404", "500"])
@pytest.mark.parametrize("language", ["fr", "en"])
def test_an_error_page_needs_nothing_and_shows_a_way_out(code: str, language: str) -> None:
    with translation.override(language):
        html = render_to_string(f"{code}.html")
    assert f'<html lang="{language}">' in html
    assert code[:3] in html
    assert '<a class="button" href="/">' in html


def test_a_refusal_on_a_page_of_its_own_says_its_sentence() -> None:
    assert "rouvrez-le d’abord" in render_to_string(
        "409.html", {"sentence": "Ce ticket est clos : rouvrez-le d’abord."}
    )


def test_a_refusal_for_htmx_is_a_toast_that_stays() -> None:
    html = render_to_string("components/refusal.html", {"sentence": "Ce ticket est clos."})
    assert "Ce ticket est clos." in html
    assert 'data-tone="refused"' in html
