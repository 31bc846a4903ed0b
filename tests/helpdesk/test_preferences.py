"""Language and theme: a person's own."""

from __future__ import annotations

import pytest


@pytest.fixture
def choose(client, cast):
    def post(**fields: str):
        client.force_login(cast.client)
        response = client.post("/preferences/", fields)
        cast.client.refresh_from_db()
        return response

    return post


def test_a_language_is_kept_and_spoken_from_then_on(choose, client, cast):
    response = choose(language="en", next="/portal/")
    assert (cast.client.language, response.url) == ("en", "/portal/")
    assert '<html lang="en"' in client.get("/portal/").text


@pytest.mark.parametrize("theme", ["dark", "light", ""])
def test_a_theme_is_kept_and_the_language_stays(choose, cast, theme):
    choose(theme=theme)
    assert (cast.client.theme, cast.client.language) == (theme, "fr")


@pytest.mark.parametrize("fields", [{"language": "tlh"}, {"theme": "pink"}])
def test_what_does_not_exist_is_refused_and_changes_nothing(choose, cast, fields):
    assert choose(**fields).status_code == 400
    assert (cast.client.theme, cast.client.language) == ("", "fr")


def test_an_empty_language_changes_nothing(choose, cast):
    choose(language="")
    assert cast.client.language == "fr"


@pytest.mark.parametrize("target", ["https://evil.example.org/", "//evil.example.org", "javascript:alert(1)"])
def test_one_is_never_sent_elsewhere(choose, target):
    assert choose(theme="dark", next=target).url == "/"
