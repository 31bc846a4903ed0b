"""What the journeys share: a clock that the test moves, and people who are signed in already."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.test import Client
from playwright.sync_api import Page

from tests.conftest import PARIS
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
        client = Client()
        client.force_login(user)
        page = new_page(base_url=live_server.url, **options)
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}])
        return page

    return signed_in
