"""What the journeys share: a clock that the test moves, people who are signed in already, and the demo."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import pytest
import time_machine
from axe_playwright_python.base import AXE_SCRIPT
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from playwright.sync_api import Browser, Page
from pytest_django.plugin import DjangoDbBlocker

from helpdesk.demo.cast import CAST
from tests.conftest import PARIS
from tests.journeys.reading import HEIGHT
from tests.journeys.shown import Shown
from tests.serving import serve
from tickets.models import User


@pytest.fixture
def clock(at: dt.datetime) -> Iterator[Callable[..., dt.datetime]]:
    """`clock("12:01")` moves the clock of the web's threads to that time of the day of `at`, or of `days` after it;
    from there it ticks on.

    The domain has no clock that could be moved: views and tasks hand it the instant. The browser keeps its own time.
    """
    with time_machine.travel(at) as journey:

        def moved(time: str, *, days: int = 0) -> dt.datetime:
            instant = dt.datetime.combine(at.date() + dt.timedelta(days), dt.time.fromisoformat(time), PARIS)
            journey.move_to(instant)
            return instant

        yield moved


@pytest.fixture
def as_user(new_page: Callable[..., Page], live_server: Any) -> Callable[..., Page]:
    """`as_user(user)`: a page of somebody who is signed in; options are those of a browser context."""

    def signed_in(user: User, **options: Any) -> Page:
        page = new_page(base_url=live_server.url, **options)
        page.context.add_cookies([session_of(user, live_server.url)])
        return page

    return signed_in


def session_of(user: User, url: str) -> Any:
    """The cookie of somebody who has just signed in."""
    client = Client()
    client.force_login(user)
    return {
        "name": settings.SESSION_COOKIE_NAME,
        "value": client.cookies[settings.SESSION_COOKIE_NAME].value,
        "url": url,
    }


class Demo(NamedTuple):
    """Where the demo is served, and the cookies of those who have signed in there."""

    url: str
    sessions: dict[str, Any]


@pytest.fixture(scope="module")
def demo(django_db_setup: None, django_db_blocker: DjangoDbBlocker, browser: Browser) -> Iterator[Demo]:
    """The demo on a Monday at 11:00, laid once a module: its tests read, and hardly write.

    They are marked as tests within a transaction, so that the database is not emptied after each.
    """
    monday = dt.datetime(2026, 10, 12, 11, 0, tzinfo=PARIS)
    with django_db_blocker.unblock(), time_machine.travel(monday):
        call_command("seed_demo", stdout=io.StringIO())
        server = serve()
        people = User.objects.filter(email__in=[person.email for person in CAST])
        yield Demo(server.url, {user.email.split("@")[0]: session_of(user, server.url) for user in people})
        server.stop()
        call_command("flush", interactive=False, stdout=io.StringIO())
        call_command("seed", stdout=io.StringIO())


@pytest.fixture
def visit(demo: Demo, new_page: Callable[..., Page]) -> Callable[[Shown], Page]:
    """Show a page of the demo to its reader, who has signed in."""
    pages: dict[str, Page] = {}

    def visited(shown: Shown) -> Page:
        if shown.reader not in pages:
            page = pages[shown.reader] = new_page(base_url=demo.url, reduced_motion="reduce")
            page.context.add_cookies([demo.sessions[shown.reader]] if shown.reader else [])
            page.context.add_init_script(AXE_SCRIPT)
        page = pages[shown.reader]
        page.set_viewport_size({"width": 1440, "height": HEIGHT})
        answer = page.goto(shown.address)
        assert answer is not None
        assert answer.status == shown.status, shown
        if shown.act:
            shown.act(page)
            page.wait_for_load_state()
        return page

    return visited
