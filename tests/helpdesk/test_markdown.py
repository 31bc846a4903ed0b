"""Markdown of messages: what is written shows, and nothing in it can run or call home."""

from __future__ import annotations

import pytest

from helpdesk.templatetags.markdown import markdown


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("**gras** et *penché*", "<p><strong>gras</strong> et <em>penché</em></p>\n"),
        ("une ligne\nune autre", "<p>une ligne<br>\nune autre</p>\n"),
        ("- un\n- deux", "<ul>\n<li>un</li>\n<li>deux</li>\n</ul>\n"),
        ("# pas un titre", "<p># pas un titre</p>\n"),
        ("`ipconfig /all`", "<p><code>ipconfig /all</code></p>\n"),
    ],
)
def test_what_is_written_shows(text, html):
    assert markdown(text) == html


def test_a_link_tells_nothing_about_where_it_was_followed():
    assert markdown("[ici](https://example.org)") == (
        '<p><a href="https://example.org" rel="noopener noreferrer nofollow">ici</a></p>\n'
    )


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[x](javascript:alert(1))",
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
        "![pixel](https://spy.example.org/p.png)",
        "<a href='https://x' onclick='alert(1)' style='color:red'>x</a>",
        "<iframe src='https://x'></iframe>",
    ],
)
def test_nothing_runs_and_nothing_calls_home(text):
    html = markdown(text)
    for danger in ("<script", "<img", "<iframe", 'href="javascript', 'href="data', "<a href='https://x' on", 'style="'):
        assert danger not in html
