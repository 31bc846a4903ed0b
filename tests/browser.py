"""A real Chromium for the journeys, loaded by conftest.py: one browser a module, a fresh context a test."""

import os
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection, connections
from playwright.sync_api import Browser, Page, expect, sync_playwright

from runner import chromium

ARGUMENTS = ["--no-sandbox", "--disable-quic", "--disable-background-networking"]
CONTEXT = {"locale": "fr-FR", "timezone_id": "Europe/Paris", "viewport": {"width": 1280, "height": 800}}
PATIENCE_MS = 10_000
SECONDS_TO_ANSWER = 10.0
ANSWERING = (
    "SELECT count(*) FROM pg_stat_activity"
    " WHERE datname = current_database() AND pid <> pg_backend_pid() AND state <> 'idle'"
)
MISSING = "there is no Chromium: install it (apt install chromium), or set CHROMIUM to its path"


@pytest.fixture(scope="session")
def chromium_path() -> str:
    """Where Chromium is; the test is skipped without one, and fails where CI promises one."""
    path = chromium.find()
    if path is None and os.environ.get("CI") == "true":
        pytest.fail(MISSING)
    if path is None:
        pytest.skip(MISSING)
    return path


@pytest.fixture(scope="module")
def browser(chromium_path: str) -> Iterator[Browser]:
    """The browser of a module.

    Playwright keeps an event loop in this thread, so Django takes the tests for asynchronous code and gives them
    connections of their own. Neither may outlive the module: tests that fork would share a connection.
    """
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    # A busy machine answers later; what never comes still fails.
    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path, args=ARGUMENTS)
        yield browser
        browser.close()
        connections.close_all()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def complaints() -> Iterator[list[str]]:
    """What the console said in error, violations of the content security policy among it: it fails the test.

    A test that provokes an error on purpose asserts it here, then clears the list.
    """
    heard: list[str] = []
    yield heard
    assert heard == [], "The browser complained."


@pytest.fixture
def new_page(browser: Browser, complaints: list[str], request: pytest.FixtureRequest) -> Iterator[Callable[..., Page]]:
    """Open a page for one more person, with a session of its own; options are those of a Playwright context."""
    contexts = []

    def open_page(**options: Any) -> Page:
        context = browser.new_context(**(CONTEXT | options))
        context.set_default_timeout(PATIENCE_MS)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: message.type == "error" and complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        return page

    yield open_page
    for context in contexts:
        context.close()
    if "live_server" in request.fixturenames:
        wait_for_the_last_answer()


def wait_for_the_last_answer() -> None:
    """The page is gone, its last request may not be: it would hold rows while the database is emptied."""
    until = time.monotonic() + SECONDS_TO_ANSWER
    with connection.cursor() as cursor:
        while time.monotonic() < until:
            cursor.execute(ANSWERING)
            if not cursor.fetchone()[0]:
                return
            time.sleep(0.01)


@pytest.fixture
def page(new_page: Callable[..., Page]) -> Page:
    """A page of a French reader in Paris, signed in as nobody."""
    return new_page()
